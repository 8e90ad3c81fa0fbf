"""Why a page was not fetched, in a few Chinese words for staff."""

_STATUSES = {401: "网页要登录", 403: "网站拒绝访问", 404: "网页不存在", 410: "网页已删除"}


class NotFetched(Exception):
    """No page came; `permanent` says that asking again brings nothing until somebody changes something."""

    permanent = False

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class AddressRefused(NotFetched):
    """The address is malformed, leads inside, or is none that may be fetched from; nothing was connected to."""

    permanent = True

    def __init__(self) -> None:
        super().__init__("地址不允许")


class ForbiddenByRobots(NotFetched):
    """The site's robots.txt does not allow it."""

    permanent = True

    def __init__(self) -> None:
        super().__init__("不许抓取（robots.txt）")


class TooManyRedirects(NotFetched):
    """The site sends us on and on."""

    permanent = True

    def __init__(self) -> None:
        super().__init__("跳转次数太多")


class TooLarge(NotFetched):
    """The unpacked page is larger than the limit."""

    permanent = True

    def __init__(self, limit_bytes: int) -> None:
        super().__init__(f"超过 {limit_bytes / 1_000_000:g} MB")


class Unreadable(NotFetched):
    """The body is packed in a way that was not asked for, or is damaged."""

    permanent = True

    def __init__(self) -> None:
        super().__init__("网页内容解不开")


class CertificateRefused(NotFetched):
    """The site's certificate is not its own, has expired or is signed by nobody we know."""

    permanent = True

    def __init__(self) -> None:
        super().__init__("网站证书不对")


class StatusRefused(NotFetched):
    """The site answers with a status that is no page: 404 and its kin."""

    permanent = True

    def __init__(self, status: int) -> None:
        super().__init__(f"{_STATUSES.get(status, '网站不给网页')}（{status}）")
        self.status = status


class TooSlow(NotFetched):
    """The page was not complete within its seconds."""

    def __init__(self, limit_seconds: float) -> None:
        super().__init__(f"超过 {limit_seconds:g} 秒")


class Passing(NotFetched):
    """A fault that may be over in a moment: worth another try, after `wait` seconds where the site names them."""

    def __init__(self, text: str, wait: float = 0.0) -> None:
        super().__init__(text)
        self.wait = wait


class Unreachable(Passing):
    """The name is not known, nobody answers, or the connection broke off."""

    def __init__(self) -> None:
        super().__init__("连不上")


class Busy(Passing):
    """The site says that it cannot answer now: 429 or 5xx."""

    def __init__(self, status: int, wait: float = 0.0) -> None:
        super().__init__(f"网站忙或出错（{status}）", wait)
        self.status = status


class RobotsUnknown(NotFetched):
    """The site's robots.txt cannot be had now, so nothing of the site may be."""

    def __init__(self, why: str) -> None:
        super().__init__(f"读不到 robots.txt：{why}")
