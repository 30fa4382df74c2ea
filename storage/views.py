"""The views analysts may rely on; readable by any SQL tool. Moments are ISO 8601 text in UTC.

- v_article: an article a row, with its newest text, its organizations (comma-separated) and how many addresses ran it.
- v_copy: a sighting a row: which article, who ran it where, and how many seconds after the first. Articles that are copies
  of each other have one head_id, the number of the first.
- v_revision: a text an article had a row: its number, when it was first seen, and whether the page or the reader changed.
- v_entity: a person or place an article names a row (kind, code), how often, and whether in the title.
- v_organization_month: how many articles name an organization in a month, by language.
- v_source_health: a source a row: last run, last poll, last news, doors in trouble, pages pending and in each end state.
"""

MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', {column} / 1000000, 'unixepoch')"


def _moment(column: str) -> str:
    return MOMENT.format(column=column)


SQLITE_VIEWS = {
    "v_article": f"""
        SELECT a.id, {_moment("a.sort_at")} AS sorted_at, {_moment("a.published_at")} AS published_at,
               a.published_offset AS published_offset_minutes, a.published_precision, a.published_origin,
               {_moment("a.first_seen_at")} AS first_seen_at, a.source_id, s.name AS source, s.country, a.language,
               a.title, t.text, a.author, a.credit, a.section, a.url, a.revision, a.head_id, a.story_id,
               (SELECT group_concat(organization, ',') FROM
                   (SELECT organization FROM article_tag g WHERE g.article_id = a.id ORDER BY organization)) AS organizations,
               (SELECT count(*) FROM sighting g WHERE g.article_id = a.id) AS sightings
        FROM article a
        JOIN source s ON s.id = a.source_id
        JOIN article_text t ON t.article_id = a.id AND t.revision = a.revision
    """,
    "v_copy": f"""
        SELECT coalesce(a.head_id, a.id) AS head_id, g.article_id, g.url, g.source_id, s.name AS source, s.country, g.title, g.author, g.credit,
               {_moment("g.published_at")} AS published_at, {_moment("g.first_seen_at")} AS first_seen_at,
               (coalesce(g.published_at, g.first_seen_at)
                   - min(coalesce(g.published_at, g.first_seen_at)) OVER (PARTITION BY coalesce(a.head_id, a.id)))
                   / 1000000 AS seconds_after_first
        FROM sighting g JOIN source s ON s.id = g.source_id JOIN article a ON a.id = g.article_id
    """,
    "v_revision": f"""
        SELECT t.article_id, t.revision, {_moment("t.seen_at")} AS seen_at, t.cause, t.title, t.text
        FROM article_text t
    """,
    "v_entity": f"""
        SELECT e.article_id, {_moment("e.sort_at")} AS sorted_at, e.kind, e.code, e.count AS mentions, e.in_title
        FROM article_entity e
    """,
    "v_organization_month": """
        SELECT t.organization, strftime('%Y-%m', t.sort_at / 1000000, 'unixepoch') AS month, a.language,
               count(*) AS articles, sum(t.count) AS mentions, sum(t.in_title) AS in_title
        FROM article_tag t JOIN article a ON a.id = t.article_id
        GROUP BY 1, 2, 3
    """,
    "v_source_health": f"""
        SELECT s.id, s.name, s.country, s.enabled,
               (SELECT {_moment("max(r.started_at)")} FROM crawl_run r WHERE r.source_id = s.id) AS last_run_at,
               (SELECT r.state FROM crawl_run r WHERE r.source_id = s.id ORDER BY r.started_at DESC, r.id DESC LIMIT 1) AS last_run_state,
               (SELECT {_moment("max(d.last_poll_at)")} FROM door d WHERE d.source_id = s.id) AS last_poll_at,
               (SELECT {_moment("max(d.last_news_at)")} FROM door d WHERE d.source_id = s.id) AS last_news_at,
               (SELECT {_moment("min(d.next_poll_at)")} FROM door d WHERE d.source_id = s.id AND d.active) AS next_poll_at,
               (SELECT count(*) FROM door d WHERE d.source_id = s.id AND d.active) AS doors,
               (SELECT count(*) FROM door d WHERE d.source_id = s.id AND d.active AND d.failures > 0) AS doors_in_trouble,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'pending') AS pending,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'article') AS articles,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'off_topic') AS off_topic,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'unreadable') AS unreadable,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'blocked') AS blocked,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'gone') AS gone,
               (SELECT count(*) FROM discovery e WHERE e.source_id = s.id AND e.state = 'failed') AS failed
        FROM source s
    """,
}

ARTICLE_INDEX = (
    "CREATE VIRTUAL TABLE article_index USING fts5(title, text, marks, content='', tokenize='ascii', columnsize=0)"
)
"""Full text: ready-made terms of `press.search_terms`, separated by spaces, and the marks of `storage.search_text`; the rowid is the
article's number."""
