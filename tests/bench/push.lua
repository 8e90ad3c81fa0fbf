-- Signed WeChat pushes of one of 500 people: the lines of the file that is named, one after the other.
local texts, count, first = {}, 0, 0
function init(args)
  for line in io.lines(args[1]) do texts[#texts + 1] = line end
  first = tonumber(args[2])
end
function request()
  count = count + 1
  local body = "<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[oBench" .. (count % 500) ..
    "]]></FromUserName><CreateTime>" .. os.time() .. "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" ..
    texts[(count - 1) % #texts + 1] .. "]]></Content><MsgId>" .. string.format("%d", first + count) .. "</MsgId></xml>"
  return wrk.format("POST", wrk.path, {["Content-Type"] = "text/xml"}, body)
end
