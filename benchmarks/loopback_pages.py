"""A server of generated news pages on loopback, in a process of its own: `python -m benchmarks.loopback_pages COUNT` prints its port."""

import asyncio
import sys
from typing import Any

from aiohttp import web

SENTENCES = (
    "عقد مجلس وزراء خارجية منظمة شنغهاي للتعاون اجتماعه الدوري في أستانا يوم الخميس.",
    "وناقش المشاركون مسائل الأمن الإقليمي والتعاون الاقتصادي بين الدول الأعضاء.",
    "وأكد الأمين العام أن مؤتمر التفاعل وتدابير بناء الثقة في آسيا يواصل تحوله إلى منظمة كاملة.",
    "ومن المقرر أن تستضيف العاصمة القمة المقبلة في الخريف القادم بحضور رؤساء الدول.",
    "كما بحث الوفدان سبل تطوير النقل والطاقة وحماية البيئة في حوض بحر آرال.",
)


def page(number: int) -> str:
    """A page of its own: the number runs through its sentences, so that no two are copies."""
    paragraphs = "".join(
        f"<p>{SENTENCES[(number + turn) % len(SENTENCES)]} الوثيقة رقم {number * 31 + turn} من الملف {number}.</p>"
        for turn in range(12)
    )
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>اجتماع رقم {number}</title>'
        f'<meta property="article:published_time" content="2026-10-{number % 28 + 1:02d}T10:00:00+05:00"></head>'
        f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>اجتماع رقم {number}</h1>{paragraphs}</article>"
        "<footer>جميع الحقوق محفوظة</footer></body></html>"
    )


async def serve(count: int) -> None:
    async def answer(request: web.BaseRequest) -> web.Response:
        if request.path == "/feed.xml":
            origin = f"http://{request.host}"
            items = "".join(
                f"<item><title>{each}</title><link>{origin}/{each}.html</link></item>" for each in range(count)
            )
            return web.Response(
                text=f"<rss version='2.0'><channel><title>feed</title>{items}</channel></rss>",
                content_type="application/rss+xml",
            )
        name = request.path.strip("/").removesuffix(".html")
        if not name.isdigit() or int(name) >= count:
            return web.Response(status=404)
        return web.Response(text=page(int(name)), content_type="text/html")

    server: Any = web.Server(answer)
    runner = web.ServerRunner(server)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=1024).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
