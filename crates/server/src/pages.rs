//! The pages: voter, admin, hall screen and verification. Embedded in a release, read from disk in a development build.

use crate::Problem;
use axum::{
    body::Body,
    http::{HeaderValue, Response, StatusCode, Uri, header},
    response::{Html, IntoResponse, Redirect},
};
use pingyi_app::Fault;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

/// Address prefix, folder in `dist`, and whether unknown paths are the page's own routes.
const PAGES: [(&str, &str); 4] = [
    ("/v/", "voter"),
    ("/admin/", "admin"),
    ("/screen/", "screen"),
    ("/verify/", "verify"),
];

/// The verification page is one file with script and style in it, and makes workers of itself. Its own policy
/// names both by their hashes and holds as well.
const ONE_FILE_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; \
    worker-src blob:; connect-src 'none'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The verification page as a file that works from a disk, for result packages; `None` when it is not built.
pub fn verification_page() -> Option<std::borrow::Cow<'static, [u8]>> {
    Dist::get("verify/index.html").map(|found| found.data)
}

/// The seal, for the browser's tab.
const ICON: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#a8231c"/>"##,
    r##"<path d="M8 10h16M16 10v14M8 17h16" stroke="#fff" stroke-width="3" fill="none"/></svg>"##
);

/// Serves a page or one of its files.
pub(crate) async fn serve(uri: Uri) -> Response<Body> {
    let path = uri.path();
    if path == "/" {
        return Redirect::temporary("/admin/").into_response();
    }
    if path.starts_with("/api/") {
        return Problem::from(Fault::not_found("接口")).into_response();
    }
    if path == "/favicon.ico" {
        let head = [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "max-age=86400"),
        ];
        return (head, ICON).into_response();
    }
    for (prefix, folder) in PAGES {
        if path == prefix.trim_end_matches('/') {
            return Redirect::permanent(prefix).into_response();
        }
        let Some(rest) = path.strip_prefix(prefix) else {
            continue;
        };
        if let Some(found) = file(&format!("{folder}/{rest}"), rest.starts_with("assets/")) {
            return found;
        }
        if rest.starts_with("assets/") {
            break;
        }
        return file(&format!("{folder}/index.html"), false).unwrap_or_else(not_built);
    }
    (StatusCode::NOT_FOUND, Html("<!doctype html><html lang=zh-CN><meta charset=utf-8><title>没有这个页面</title><p>没有这个页面。<a href=\"/admin/\">回到首页</a></p>")).into_response()
}

fn file(name: &str, hashed: bool) -> Option<Response<Body>> {
    let found = Dist::get(name)?;
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let cache = if hashed {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let kind = if kind.type_() == "text" {
        format!("{kind}; charset=utf-8")
    } else {
        kind.to_string()
    };
    let head = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache.to_owned()),
    ];
    let mut response = (head, found.data.into_owned()).into_response();
    if name.starts_with("verify/") {
        response.headers_mut().insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(ONE_FILE_POLICY),
        );
    }
    Some(response)
}

fn not_built() -> Response<Body> {
    let text = "<!doctype html><html lang=zh-CN><meta charset=utf-8><title>页面还没有构建</title><p>页面还没有构建。请在源码目录运行 <code>make web</code>。</p>";
    (StatusCode::SERVICE_UNAVAILABLE, Html(text)).into_response()
}

/// Headers every answer carries.
pub(crate) async fn headers(mut response: Response<Body>) -> Response<Body> {
    const POLICY: &str = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; worker-src 'self'; \
        object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";
    let headers = response.headers_mut();
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(POLICY));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("no-referrer"),
    );
    response
}
