//! Who may call a route: declared where it is mounted, kept before the handler runs, shown in OpenAPI.

use crate::Problem;
use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
};
use pingyi_app::{Actor, App, Fault, FaultKind};
use pingyi_core::role::Access;
use utoipa::openapi::{OpenApi, Paths, extensions::ExtensionsBuilder};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

/// Name of the session cookie.
pub const COOKIE: &str = "pingyi_session";

/// Routes with their access.
pub struct Api(OpenApiRouter<App>);

impl Api {
    /// No routes yet, with the head of the OpenAPI document.
    pub fn new(head: OpenApi) -> Self {
        Self(OpenApiRouter::with_openapi(head))
    }

    /// Mounts a route for those who may call it.
    #[must_use]
    pub fn route(
        self,
        access: Access,
        (schemas, mut paths, methods): UtoipaMethodRouter<App>,
    ) -> Self {
        declare(&mut paths, access);
        let methods = methods.layer(middleware::from_fn(move |request: Request, next: Next| {
            guard(access, request, next)
        }));
        Self(self.0.routes((schemas, paths, methods)))
    }

    /// The router and its document.
    pub fn split(self) -> (axum::Router<App>, OpenApi) {
        self.0.split_for_parts()
    }
}

/// The access as it stands in the document: `public`, `signed_in` or role names.
pub fn words(access: Access) -> Vec<&'static str> {
    match access {
        Access::Public => vec!["public"],
        Access::SignedIn => vec!["signed_in"],
        Access::Roles(roles) => roles.iter().map(|role| role.code()).collect(),
    }
}

fn declare(paths: &mut Paths, access: Access) {
    for item in paths.paths.values_mut() {
        for operation in [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ]
        .into_iter()
        .flatten()
        {
            operation.extensions = Some(
                ExtensionsBuilder::new()
                    .add("x-access", words(access))
                    .build(),
            );
        }
    }
}

/// The session token of a request.
pub(crate) fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .find_map(|pair| {
            let (name, value) = pair.trim().split_once('=')?;
            (name == COOKIE && !value.is_empty()).then(|| value.to_owned())
        })
}

async fn guard(access: Access, mut request: Request, next: Next) -> Response {
    let actor = match (token(request.headers()), request.extensions().get::<App>()) {
        (Some(token), Some(app)) => match pingyi_app::session::actor(app, &token).await {
            Ok(actor) => actor,
            Err(fault) => return Problem::from(fault).into_response(),
        },
        _ => Actor::anonymous(),
    };
    if let Err(fault) = actor.require(access) {
        return Problem::from(fault).into_response();
    }
    request.extensions_mut().insert(actor);
    next.run(request).await
}

/// Refuses changes asked for by another site's page. Programs send neither header and are let through: they hold no
/// cookie of ours unless given one.
pub(crate) async fn same_origin(request: Request, next: Next) -> Response {
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let headers = request.headers();
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let foreign_site =
        text("sec-fetch-site").is_some_and(|site| !matches!(site, "same-origin" | "none"));
    let foreign_origin = text("origin").is_some_and(|origin| {
        let host = origin.split_once("://").map(|(_, host)| host);
        host != text("host")
    });
    if !safe && (foreign_site || foreign_origin) {
        let fault = Fault::new(
            FaultKind::Forbidden,
            "cross_site",
            "请求来自别的网站，已拒绝；请在本程序的页面里操作",
        );
        return Problem::from(fault).into_response();
    }
    next.run(request).await
}
