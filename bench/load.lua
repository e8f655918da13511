-- Drives wrk. With arguments (a file of prepared requests, seconds) it sends choices, each with a fresh event
-- id, then waits for the last answers: what is acknowledged can be compared with what is stored, to the row.
-- Without arguments wrk sends its one request as fast as it can. Prints one line of JSON at the end.

local ffi = require("ffi")
ffi.cdef("typedef struct { long s; long ns; } bench_time; int clock_gettime(int clock, bench_time *time);")

local EVENT = "00000000-0000-4000-8000-000000000000"
local SEPARATOR = "\30"
local MONOTONIC = 1
local FOREVER = 3600 * 1000

local time = ffi.new("bench_time")

local function now()
  ffi.C.clock_gettime(MONOTONIC, time)
  return tonumber(time.s) + tonumber(time.ns) / 1e9
end

local function event_id()
  local r = math.random
  return string.format("%08x-%04x-4%03x-8%03x-%06x%06x",
    r(0, 2 ^ 31 - 1), r(0, 65535), r(0, 4095), r(0, 4095), r(0, 2 ^ 24 - 1), r(0, 2 ^ 24 - 1))
end

local function prepared(path)
  local file = assert(io.open(path, "rb"))
  local halves = {}
  for text in (file:read("*a") .. SEPARATOR):gmatch("(.-)" .. SEPARATOR) do
    local from, to = text:find(EVENT, 1, true)
    halves[#halves + 1] = { text:sub(1, from - 1), text:sub(to + 1) }
  end
  file:close()
  return halves
end

local function send_choices(path, seconds, seed)
  local halves, next_one, deadline = prepared(path), 0, nil
  math.randomseed(seed)
  function request()
    next_one = next_one % #halves + 1
    return halves[next_one][1] .. event_id() .. halves[next_one][2]
  end
  function delay()
    deadline = deadline or now() + seconds
    return now() < deadline and 0 or FOREVER
  end
end

function init(arguments)
  if arguments[1] then
    send_choices(arguments[1], tonumber(arguments[2]), tonumber(arguments[3]))
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '{"answers": %d, "failures": %d, "seconds": %.6f, "p50_ms": %.4f, "p99_ms": %.4f}\n',
    summary.requests - errors.status,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
