"""A server of generated news pages on loopback, in a process of its own: `python -m benchmarks.loopback_pages COUNT` prints its port."""

import asyncio
import random
import sys
from typing import Any

from aiohttp import web

NAMING = "عقد مجلس وزراء خارجية منظمة شنغهاي للتعاون اجتماعه الدوري في أستانا يوم الخميس."
STEMS = (
    "اجتماع قمة وفد وزير رئيس حكومة اقتصاد تجارة نقل طاقة بيئة بحر نهر مياه حدود أمن تعاون اتفاق مشروع "
    "طريق سكة ميناء مطار مدينة عاصمة جامعة طالب صحيفة خبر بيان لجنة مجلس عضو دولة شعب ثقافة تراث متحف "
    "معرض سوق سعر نفط غاز قمح زراعة صناعة مصنع عامل شركة بنك قرض ميزانية ضريبة قانون محكمة قاض شرطة مرور "
    "حادث طقس مطر ثلج حرارة صحة طبيب مستشفى دواء"
).split()
ENDINGS = ("", "ات", "ية", "ين", "هم", "ها", "نا")
BEGINNINGS = ("", "ال", "و", "وال", "بال", "لل")


def sentence(chance: random.Random) -> str:
    """Words in no order: two pages have hardly three of them in a row in common, as is so with unrelated articles."""
    words = (chance.choice(BEGINNINGS) + chance.choice(STEMS) + chance.choice(ENDINGS) for _ in range(14))
    return " ".join(words) + "."


def page(number: int) -> str:
    """A page of its own, always the same for the same number."""
    chance = random.Random(number)
    paragraphs = "".join(f"<p>{sentence(chance)} {sentence(chance)}</p>" for _ in range(9))
    return (
        f'<!DOCTYPE html><html lang="ar"><head><meta charset="utf-8"><title>اجتماع رقم {number}</title>'
        f'<meta property="article:published_time" content="2026-10-{number % 28 + 1:02d}T10:00:00+05:00"></head>'
        f"<body><nav><a href='/'>الرئيسية</a></nav><article><h1>اجتماع رقم {number}</h1><p>{NAMING}</p>{paragraphs}"
        "</article><footer>جميع الحقوق محفوظة</footer></body></html>"
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
