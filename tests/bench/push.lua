-- Signed WeChat pushes, each a new message of one of 500 people: 160 ways to ask for prices, or, with "new", each its own.
local names = {"白菜", "萝卜", "土豆", "大蒜", "黄瓜", "茄子", "芹菜", "菠菜", "西红柿", "豆角", "冬瓜", "南瓜", "生姜", "莲藕", "香菜", "花菜",
  "西兰花", "韭菜", "洋葱", "包菜"}
local askings = {"多少钱", "什么价", "好多钱一斤", "价格", "今天啥价", "现在卖什么价", "的行情", "几多钱一斤"}
local count, id, is_new = 0, 0, false
local threads = 0
function setup(thread) thread:set("id", threads); threads = threads + 1 end
function init(args) is_new = args[1] == "new" end
function request()
  count = count + 1
  local number = id * 100000000 + count + os.time() % 100000 * 1000000000
  local draw = count * 7919 % 160
  local text = names[draw % 20 + 1] .. askings[math.floor(draw / 20) + 1]
  if is_new then text = text .. count .. "号摊" end
  local body = "<xml><ToUserName><![CDATA[gh_bench]]></ToUserName><FromUserName><![CDATA[oBench" .. (count % 500) ..
    "]]></FromUserName><CreateTime>" .. os.time() .. "</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[" ..
    text .. "]]></Content><MsgId>" .. string.format("%d", number) .. "</MsgId></xml>"
  return wrk.format("POST", wrk.path, {["Content-Type"] = "text/xml"}, body)
end
