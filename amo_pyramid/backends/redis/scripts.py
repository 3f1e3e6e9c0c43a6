"""What has to happen in Redis at once. All keys of a script are in one slot of a cluster: they
begin with the same hash tag."""

from __future__ import annotations

#: Takes increments of a process, once: a repeated parcel changes nothing.
#: KEYS: the number of the process's last parcel.
#: ARGV: prefix of keys, number of the parcel, dropped increments, time of its first increment;
#: then for each increment: live hash, field, amount, client, window, cap, day.
TAKE = """
if redis.call('GET', KEYS[1]) == ARGV[2] then return 0 end
local prefix, began, live = ARGV[1], tonumber(ARGV[4]), {}
local resets = prefix .. 'pv:reset'
local has_resets = redis.call('EXISTS', resets) == 1

local function is_reset(name, field)
  local day = string.match(name, '^pv:(.+)$')
  if not day then return false end
  for _, at in ipairs(redis.call('HMGET', resets, field, field .. '|' .. day)) do
    if at and tonumber(at) >= began then return true end
  end
  return false
end

local function admitted(field, amount, client, window, cap, day)
  local place = day .. ':' .. client
  if window > 0 then
    local seen = prefix .. 'pv:seen:' .. place .. ':' .. field
    if not redis.call('SET', seen, 1, 'NX', 'EX', window) then return 0 end
    amount = 1
  end
  if cap > 0 then
    local key = prefix .. 'pv:cap:' .. place
    local before = redis.call('INCRBY', key, amount) - amount
    redis.call('EXPIRE', key, 90000)
    amount = math.max(0, math.min(amount, cap - before))
  end
  return amount
end

for i = 5, #ARGV, 7 do
  local name, field, amount, client = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3]
  if has_resets and is_reset(name, field) then
    amount = 0
  elseif client ~= '' then
    local window, cap, day = tonumber(ARGV[i + 4]), tonumber(ARGV[i + 5]), ARGV[i + 6]
    amount = admitted(field, tonumber(amount), client, window, cap, day)
  end
  if amount ~= 0 then
    redis.call('HINCRBY', prefix .. name, field, amount)
    live[name] = true
  end
end
for name in pairs(live) do redis.call('SADD', prefix .. 'pv:days', name) end
if ARGV[3] ~= '0' then redis.call('INCRBY', prefix .. 'pv:dropped', ARGV[3]) end
redis.call('SET', KEYS[1], ARGV[2], 'EX', 86400)
return 1
"""

#: Freezes one live hash. KEYS: live hash, frozen hash, names of live hashes, pending batches,
#: generation. ARGV: name of the live hash, id of the batch.
FREEZE = """
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('SREM', KEYS[3], ARGV[1])
if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
redis.call('RENAME', KEYS[1], KEYS[2])
local generation = redis.call('INCR', KEYS[5])
redis.call('SADD', KEYS[4], ARGV[1] .. '|' .. ARGV[2] .. '|' .. generation)
return 1
"""

#: Ends a lease that is still ours, or makes it last. KEYS: lease. ARGV: owner, then the
#: milliseconds that it is to last or 0.
LEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
if ARGV[2] == '0' then return redis.call('DEL', KEYS[1]) end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
