"""The list of sites, and the page of one site: its vendors, what publishing changes, and the script tag."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from cookieguard.usecases.list_sites import list_sites
from cookieguard.usecases.publish_notice import publish_notice
from cookieguard.usecases.review_draft import Review, review_draft
from cookieguard.web.admin import words
from cookieguard.web.admin.catalogue_search import find_vendors
from cookieguard.web.admin.forms import PublishForm
from cookieguard.web.admin.vendor_rows import Typed, group_rows
from cookieguard.web.services import services

LONGEST_QUERY = 80
MOST_FOUND = 12
PUBLISHED = "published"
MOVED_ON = (
    "Somebody changed the draft while you were reading. Look at what publishing changes now, then publish."
)


def add_to(blueprint: Blueprint) -> None:
    """Add the pages that show sites, and the act of publishing."""

    @blueprint.get("/", endpoint="sites")
    def show_sites() -> ResponseReturnValue:
        listed = list_sites(services().database, catalogue=services().catalogue, builder=services().builder)
        return render_template("admin/sites.html", sites=listed, script_address=script_address)

    @blueprint.get("/sites/<site_id>", endpoint="site")
    def show_site(site_id: str) -> ResponseReturnValue:
        return site_page(site_id)

    @blueprint.post("/sites/<site_id>/publish", endpoint="publish")
    def publish(site_id: str) -> ResponseReturnValue:
        form = PublishForm()
        if not form.validate():
            return site_page(site_id, publish_form=form), 422
        if form.draft.data != read_review(site_id).digest:
            return site_page(site_id, publish_form=form, publish_message=MOVED_ON), 409
        published = publish_notice(
            services().database,
            site_id,
            catalogue=services().catalogue,
            builder=services().builder,
            by=g.operator.email,
            note=form.note.data,
            now=services().clock(),
        )
        flash(f"Version {published.notice_id[:8]} is published: live within a minute.", PUBLISHED)
        return redirect(url_for("admin.site", site_id=site_id, _anchor="publish"), 303)


def site_page(
    site_id: str,
    *,
    typed: Typed | None = None,
    publish_form: PublishForm | None = None,
    publish_message: str = "",
    add_message: str = "",
) -> str:
    """Return the page of a site; `typed` is a refused vendor change, shown again with the reasons."""
    review = read_review(site_id)
    query = request.args.get("q", "")[:LONGEST_QUERY].strip()
    listed = {vendor.vendor.id for vendor in review.site.vendors}
    found = find_vendors(services().catalogue, query, without=listed)
    return render_template(
        "admin/site.html",
        review=review,
        groups=group_rows(review.site, typed),
        q=query,
        found=found,
        most_found=MOST_FOUND,
        catalogue_size=len(services().catalogue),
        publish_form=publish_form or PublishForm(),
        publish_message=publish_message,
        add_message=add_message,
        category_label=words.category_label,
        change_name=words.change_name,
        change_text=words.change_text,
        script_address=script_address,
    )


def read_review(site_id: str) -> Review:
    """Return the draft of a site beside what is published."""
    return review_draft(
        services().database, site_id, catalogue=services().catalogue, builder=services().builder
    )


def script_address(site_id: str) -> str:
    """Return the address that pages embed, on the host under which the operator reached the admin."""
    return f"{request.url_root}b/{site_id}.js"
