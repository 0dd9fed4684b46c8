"""One release in every format that people send: built from its blocks, with what stands around a story in each."""

from __future__ import annotations

import io
from html import escape

from campaign.models import Release

CHROME_TOP = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{title} | Example Constabulary</title>
<meta property="og:title" content="{title}"><meta property="og:site_name" content="Example Constabulary">
<script>window.dataLayer = [{{"call": "0800 000 000"}}];</script><style>.a {{ color: red }}</style></head>
<body class="page-with-sidebar">
<a class="skip-link" href="#main">Skip to main content</a>
<div id="cookie-banner" role="dialog">
<p>We use cookies to make this site work. Call us on 0300 000 0000 about cookies.</p>
<button>Accept</button></div>
<header class="site-header"><a href="/"><img alt="Crest" src="/crest.png"></a>
<nav><ul><li><a href="/news">News</a></li>
<li><a href="/about">About us</a></li><li><a href="/contact">Contact us</a></li></ul></nav></header>
<ol class="breadcrumb"><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ol>
<main id="main"><article><h1>{title}</h1>
<p class="byline">By Example Reporter</p>{dated}
<div class="share-links"><span>Share this article</span><a href="https://social.example/share?u=1">Share on Facebook</a></div>
<figure><img src="a.jpg" alt="An officer"><figcaption>Image: an officer said “this is a caption”, 2019</figcaption></figure>
<div class="advert"><p>Advertisement</p><span>Hide Ad</span></div>
"""
CHROME_END = """
<div class="newsletter-signup"><h3>Sign up to our newsletter</h3><p>Get the news straight to your inbox every day of the week.</p></div>
</article>
<aside class="related"><h2>Related stories</h2><ul><li><a href="/news/1">Woman, 34, said to be safe after a crash in Dunmere</a></li>
<li><a href="/news/2">Call 101 with news of the stolen bell</a></li></ul></aside></main>
<section class="comments"><h2>Comments</h2><p>“I said so all along,” said Bertie Comment, 55.</p></section>
<footer><p>© Example Constabulary. Switchboard 0300 000 0001.</p></footer></body></html>
"""


def blocks_of(release: Release) -> list[tuple[str, str]]:
    return [(b.kind, " ".join(release.text[b.span.start : b.span.end].split())) for b in release.blocks]


def as_html(release: Release, *, chrome: bool = True) -> bytes:
    """A page of a force's site."""
    out, listed = [], False
    for kind, words in blocks_of(release):
        if listed != (kind == "item"):
            listed = kind == "item"
            out.append("<ul>" if listed else "</ul>")
        tag = {"heading": "h2", "item": "li", "paragraph": "p"}.get(kind)
        out.append(f"<{tag}>{escape(words)}</{tag}>" if tag else f"<blockquote><p>{escape(words)}</p></blockquote>")
    body = "\n".join(out)
    if not chrome:
        return f"<h1>{escape(release.title)}</h1>{body}".encode()
    dated = f'<p class="date">Published: <time datetime="{release.date}">{release.date:%d %B %Y}</time></p>' if release.date else ""
    return (CHROME_TOP.format(title=escape(release.title), dated=dated) + body + CHROME_END).encode()


def as_docx(release: Release) -> bytes:
    """A Word file as a press office writes it: title, date, text."""
    import docx

    file = docx.Document()
    file.add_paragraph(release.title, style="Title")
    if release.date:
        file.add_paragraph(f"{release.date:%A %d %B %Y}")
    for kind, words in blocks_of(release):
        style = {"item": "List Bullet", "blockquote": "Quote", "heading": "Heading 2"}.get(kind)
        file.add_paragraph(words, style=style)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def as_text(release: Release) -> bytes:
    """Plain text with the title and the date above it."""
    dated = [f"Published: {release.date:%d %B %Y}"] if release.date else []
    return "\n\n".join([release.title, *dated, _body(release)]).encode()


def as_mail(release: Release) -> bytes:
    """A forwarded e-mail with a covering note, a signature and a disclaimer."""
    sent = f"Sent: {release.date:%A, %d %B %Y} 09:12\n" if release.date else ""
    return (
        "From: Desk <desk@example.example>\nTo: Social media\nSubject: FW: release\n\n"
        "Hi both,\n\nPlease see below for today.\n\nThanks,\nAda\n\n"
        f"-----Original Message-----\nFrom: Press Office <press@example.example>\n{sent}To: Desk <desk@example.example>\n"
        f"Subject: [EXTERNAL] RE: {release.title}\n\nDear all,\n\n{_body(release)}\n\n"
        "Kind regards,\n\nBea Quill\nPress Officer\nTel: 01632 960999\n\n"
        "This email and any attachments are confidential and intended solely for the addressee. "
        "If you have received it in error call 01632 960998.\n"
    ).encode()


def _body(release: Release) -> str:
    out = ""
    last = ""
    for kind, words in blocks_of(release):
        out += ("\n" if kind == last == "item" else "\n\n") + {"item": "- ", "blockquote": "> "}.get(kind, "") + words
        last = kind
    return out.strip()
