-- wrk -s post.lua ADDRESS -- BODIES FIRST: posts the lines of a file in turn, beginning with line FIRST (from 0).
local requests, at = {}, 0

function init(args)
  local headers = { ["Content-Type"] = "application/json" }
  for body in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("POST", nil, headers, body)
  end
  at = tonumber(args[2])
end

function request()
  at = at + 1
  return requests[(at - 1) % #requests + 1]
end

function done(summary)
  local errors = summary.errors
  local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
  print(summary.requests - errors.status, summary.duration / 1e6, failed)
end
