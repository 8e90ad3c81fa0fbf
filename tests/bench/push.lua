-- Signed WeChat pushes, each a new message of one of 500 people.
local texts = {"白菜多少钱", "那萝卜呢", "今天土豆什么价", "大蒜好多钱一斤", "黄瓜价格", "茄子啥价", "芹菜多少钱一斤"}
local thread_count = 0
function setup(thread) thread:set("id", thread_count); thread_count = thread_count + 1 end
local count = 0
function request()
  count = count + 1
  local number = id * 100000000 + count + os.time() % 100000 * 1000000000
  local body = "<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[oBench" .. (count % 500) ..
    "]]></FromUserName><CreateTime>" .. os.time() .. "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" ..
    texts[count % #texts + 1] .. "]]></Content><MsgId>" .. string.format("%d", number) .. "</MsgId></xml>"
  return wrk.format("POST", wrk.path, {["Content-Type"] = "text/xml"}, body)
end
