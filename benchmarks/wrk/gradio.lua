-- wrk -s gradio.lua ADDRESS -- BODIES FIRST: as post.lua, by the two steps of Gradio's HTTP interface. A call is posted
-- to its queue; the id that comes back names the stream of events in which the answer is waited for.
local bodies, at, waiting, threads = {}, 0, {}, {}
calls, broken = 0, 0 -- global: `done` asks the thread for them

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  for body in io.lines(args[1]) do
    bodies[#bodies + 1] = body
  end
  at = tonumber(args[2])
end

function request()
  local id = table.remove(waiting, 1)
  if id then
    return wrk.format("GET", wrk.path .. "/" .. id)
  end
  at = at + 1
  return wrk.format("POST", nil, { ["Content-Type"] = "application/json" }, bodies[(at - 1) % #bodies + 1])
end

function response(status, _, body)
  local id = body:match('^{"event_id":"(%x+)"}')
  if id then
    waiting[#waiting + 1] = id
  elseif status == 200 and body:find("event: complete", 1, true) then
    calls = calls + 1
  else
    broken = broken + 1
  end
end

function done(summary)
  local errors, answered, failed = summary.errors, 0, 0
  for _, thread in ipairs(threads) do
    answered, failed = answered + thread:get("calls"), failed + thread:get("broken")
  end
  print(answered, summary.duration / 1e6, failed + errors.connect + errors.read + errors.write + errors.timeout)
end
