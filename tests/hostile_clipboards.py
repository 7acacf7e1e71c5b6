"""Clipboards made to harm: what runs, what forges what this editor writes, what is too much to read."""

import random
from collections.abc import Iterator

RUN = "top.hit=(top.hit||0)+1"
# What runs where nothing guards: these are the controls, too.
RUNNING = (
    f"<script>{RUN}</script>",
    f"<img src=x onerror='{RUN}'>",
    f"<svg onload='{RUN}'></svg>",
    f"<svg><script>{RUN}</script></svg>",
    f"<iframe srcdoc='<script>{RUN}</script>'></iframe>",
    f"<iframe src='javascript:{RUN}'></iframe>",
    f"<object data='javascript:{RUN}'></object><video><source onerror='{RUN}'></video>",
    f"<details open ontoggle='{RUN}'><summary>w</summary></details>",
    f"<input autofocus onfocus='{RUN}'>",
    f"<audio src=x onerror='{RUN}'></audio>",
    f"<math><mtext><table><mglyph><style><img src=x onerror='{RUN}'></style></table></mtext></math>",
    f"<svg></p><style><a id='</style><img src=1 onerror={RUN}>'></svg>",
    f"<noscript><p title='</noscript><img src=x onerror={RUN}>'></noscript>",
    f"<title><a title='</title><img src=x onerror={RUN}>'></title>",
    f"<textarea><a title='</textarea><img src=x onerror={RUN}>'></textarea>",
    f"<xmp><p title='</xmp><img src=x onerror={RUN}>'></xmp>",
    f"<!--><img src=x onerror='{RUN}'>-->",
    f"<![if gte mso 9]><img src=x onerror='{RUN}'><![endif]>",
    f"<form><math><mtext></form><form><mglyph><style></math><img src onerror='{RUN}'></form>",
    f"<svg><animate onbegin='{RUN}' attributeName=x dur=1s></animate></svg>",
    f"<svg><foreignObject><img src=x onerror='{RUN}'></foreignObject></svg>",
    f"<select><template><img src=x onerror='{RUN}'></template></select><img src=x onerror='{RUN}'>",
    f"<body onload='{RUN}'><img src=x onerror='{RUN}'>",
    f"<p style=\"background:url('&quot;)</p><img src=x onerror={RUN}>\">w</p><img src=x onerror='{RUN}'>",
    f"<link rel=stylesheet href=x onerror='{RUN}'>",
)
# What leads somewhere, forges what is ours, or takes the page's own names: nothing runs by itself.
FORGED = (
    f"<a href='java\tscript:{RUN}'>w</a>",
    f"<a href='&#106;avascript:{RUN}'>w</a>",
    f"<a href='data:text/html,<script>{RUN}</script>'>w</a>",
    f"<a href='vbscript:{RUN}'>w</a><a href='//evil.example/'>w</a><a href='\x01javascript:{RUN}'>w</a>",
    f"<svg><a xlink:href='javascript:{RUN}'><text>w</text></a><use href='data:image/svg+xml,x'></use></svg>",
    "<meta http-equiv=refresh content='0;url=/admin/logout/'><base href='//evil.example/'>",
    "<form action=/admin/logout/ method=post id=writing-data><button autofocus>w</button></form>",
    "<input name=csrfmiddlewaretoken value=x><input name=version value=99><a id=strips name=forms>w</a>",
    "<style>@import url(//evil.example/); * { display: none }</style><link rel=preload href=//evil.example>",
    "<p style='position:fixed;inset:0;z-index:99;background:url(//evil.example/)'>w</p>",
    "<a data-reference=madeup12345 data-locator='<script>'>w</a><a data-person=madeup12345>w</a>",
    "<a data-reference='__proto__'>w</a><a data-person='constructor'>w</a><a data-reference='\"]'>w</a>",
    "<blockquote data-quote=q1 data-person=madeup12345 data-speaker='<img src=x>'><p>w</p></blockquote>",
    "<q data-quote='__proto__' data-speaker=w>w</q><span data-note=n1>w</span><aside data-pull=1>w</aside>",
    "<figure data-image=madeup12345 data-alt=w></figure><figure data-embed='javascript:1'></figure>",
    "<figure data-gap='9999999999' data-pasted=1 data-alt='<b>'></figure><i data-gap=-1></i>",
    "<a data-waiting=w data-read='[{&quot;title&quot;:&quot;<script>&quot;}]'>w</a>",
    "<a data-waiting=w data-read='[{&quot;__proto__&quot;:{&quot;x&quot;:1}}]' data-locator='&lt;'>w</a>",
    "<a data-waiting='' data-read='{'>w</a><a data-waiting data-read='[[[[[[['>w</a>",
    "<img src='/admin/logout/'><img src='file:///etc/passwd'><img src='https://pasted.invalid/1' alt=w>",
    "<picture><source srcset='//evil.example/x'><img srcset='//evil.example/y' alt=w></picture>",
    "&#0;&#xD800;&#x110000;&bogus;&lt;script>&#60;script&#62;&amp;lt;w",
    "<p>\u202egnorw\u202c \ufeff\u200b\ufffe\x0b\x0c</p><p dir='\"rtl' lang='\"><script>'>w</p>",
    "<table><td rowspan=999999999 colspan=999999999>w<tr><td rowspan=-1>w</table>",
    "<ol start=-99999999999999999999><li value=1e999>w</li></ol><h2 role=heading aria-level=999>w</h2>",
)
SLICES = (
    "",
    ' data-pm-slice="1 1 []"',
    ' data-pm-slice="0 0 [&quot;embed&quot;,{&quot;url&quot;:1}]"',
    ' data-pm-slice="999 999 [&quot;doc&quot;,null]"',
    " id=writing-data class=docs-internal-guid",
    " xmlns:o='urn:schemas-microsoft-com:office:office'",
)
AROUND = (
    "{}",
    "<table><tr><td>{}</td></tr></table>",
    "<ul><li>{}</li></ul>",
    "<blockquote><p>{}</p></blockquote>",
    "<h2>{}</h2>",
    "<p><a href='https://example.org/'><b><i>{}</i></b></a></p>",
    "<div style='mso-element:footnote-list'><div style='mso-element:footnote' id=ftn1>{}</div></div>",
    "<svg><foreignObject>{}</foreignObject></svg>",
    "<math><annotation-xml encoding='text/html'>{}</annotation-xml></math>",
    "<ins>{}</ins><del>w</del>",
)
TOO_MUCH = (
    "<b>" * 3_000 + "w",
    "<ul><li>" * 2_000 + "w",
    "<table><tr><td>" * 500 + "w",
    "<p " + " ".join(f"a{number}=1" for number in range(20_000)) + ">w</p>",
    "<!--" * 50_000 + "w",
    "<a href='" + "x" * 500_000 + "'>w</a>",
    "w " * 2_500_000,
    "&amp" * 300_000 + "w",
)


def single(count: int, *, seed: int = 8) -> Iterator[str]:
    """Yield so many hostile clipboards, every one of them among the first, in the same order each time."""
    pick = random.Random(seed)
    every = [*RUNNING, *FORGED]
    for number in range(count):
        part = every[number] if number < len(every) else pick.choice(every) + pick.choice(every)
        if number % 3 == 2:
            # As this editor writes it itself.
            yield f'<p data-pm-slice="1 1 []">Kept {part}</p>'
            continue
        inner = pick.choice(AROUND).format(part)
        yield f"<div{pick.choice(SLICES)}><p>Kept</p>{inner}</div>"
