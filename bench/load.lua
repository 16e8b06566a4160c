-- With an argument each request is written anew: with a parameter of that name and a value of
-- its own, or with none where the argument is empty.
function init(args)
  local name, number = args[1], 0
  if not name then return end
  function request()
    number = number + 1
    local query = string.format("?%s=%d", name, number)
    return wrk.format(nil, wrk.path .. (name ~= "" and query or ""))
  end
end

-- What wrk has counted, as one line of JSON.
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '\n{"requests": %d, "seconds": %f, "errors": %d}\n',
    summary.requests, summary.duration / 1e6,
    e.connect + e.read + e.write + e.status + e.timeout
  ))
end
