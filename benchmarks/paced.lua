-- Ask for each path of a file in turn, so many a second whatever comes back, and print what came of it as JSON.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds; long nanoseconds; } moment_t;
  int clock_gettime(int clock, moment_t *moment);
]]
local moment = ffi.new("moment_t")
local requests, turn, rate, due = {}, 0, 0, nil

local function milliseconds()
  ffi.C.clock_gettime(1, moment)
  return tonumber(moment.seconds) * 1000 + tonumber(moment.nanoseconds) / 1e6
end

function init(args)
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  rate = tonumber(args[2])
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end

-- Every request has its own time to go; one that is late goes at once.
function delay()
  local now = milliseconds()
  due = math.max(due or now, now - 1000)
  local wait = math.max(0, due - now)
  due = due + 1000 / rate
  return math.floor(wait + 0.5)
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'RESULT {"requests": %d, "seconds": %.3f, "status": %d, "lost": %d, "p50_ms": %.3f, "p95_ms": %.3f, "p99_ms": %.3f, "most_ms": %.3f}',
    summary.requests, summary.duration / 1e6, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
