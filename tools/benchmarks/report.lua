-- Counts answers of another status than the one expected, and prints one line at the end.
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(args) expected = tonumber(args[1]); wrong = 0; other = 0 end
function response(status) if status ~= expected then wrong = wrong + 1; other = status end end
function done(summary, latency)
  local all, last = 0, 0
  for _, thread in ipairs(threads) do
    all = all + thread:get("wrong")
    last = math.max(last, thread:get("other"))
  end
  local errors = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  print(string.format("report %d %d %d %f %f %f", summary.requests, all + errors, last,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
