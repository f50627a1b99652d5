//! Photos of a project. Nobody has to bring any; whoever does brings a picture and nothing else.

use super::found;
use crate::{
    Actor, App, Fault, Result,
    county::{County, READ, Scope, WRITE},
    entry::{invalid, login},
};
use pingyi_core::{
    entry::{EntryFault, holds_identity_number},
    id::RowId,
    photo::{MAX_PHOTOS, Photo},
};
use pingyi_store::photo::{self as store, PhotoRow};
use serde::Serialize;
use utoipa::ToSchema;

/// A photo as listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PhotoView {
    /// Identifier.
    pub id: String,
    /// What it shows.
    pub caption: String,
    /// Login of who brought it.
    pub by: String,
    /// When.
    pub at: String,
}

impl From<&PhotoRow> for PhotoView {
    fn from(row: &PhotoRow) -> Self {
        Self {
            id: row.id.to_string(),
            caption: row.caption.clone(),
            by: row.login.clone(),
            at: row.at.to_string(),
        }
    }
}

/// The photos of a project, the oldest first.
///
/// # Errors
/// `not_found`.
pub async fn photos(app: &App, actor: &Actor, id: &str) -> Result<Vec<PhotoView>> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let county = County::load(app, reader).await?;
    let project = found(&county, Scope::of(actor), id)?;
    let rows = store::of_project(reader, project.id).await?;
    Ok(rows.iter().map(PhotoView::from).collect())
}

/// Adds a photo; a town's holds at once. Place, time and device are taken out of it.
///
/// # Errors
/// `not_found`, `photo_invalid`, `entry_invalid`, `photos_full`.
pub async fn add_photo(
    app: &App,
    actor: &Actor,
    id: &str,
    caption: &str,
    bytes: &[u8],
) -> Result<PhotoView> {
    actor.require(WRITE)?;
    let caption = caption.trim();
    let unfit = holds_identity_number(caption) || caption.chars().any(char::is_control);
    if unfit || !(1..=40).contains(&caption.chars().count()) {
        let message = (
            "请用 1–40 个字说明照片拍的是什么；不收身份证号",
            "say in 1 to 40 characters what the photo shows, without identity numbers",
        );
        return Err(invalid(vec![EntryFault::new(
            "/caption", "caption", message,
        )]));
    }
    let photo =
        Photo::take(bytes).map_err(|fault| Fault::invalid("photo_invalid", fault.to_string()))?;
    let tx = app.begin().await?;
    let county = County::load(app, &tx).await?;
    let project = found(&county, Scope::of(actor), id)?;
    if store::of_project(&tx, project.id).await?.len() >= MAX_PHOTOS {
        return Err(Fault::conflict(
            "photos_full",
            format!("一个项目最多 {MAX_PHOTOS} 张照片；请先删去一张"),
        ));
    }
    let at = app.now();
    let row = PhotoRow {
        id: RowId::new(at, app.random()),
        project: project.id,
        caption: caption.into(),
        media_type: photo.form.media_type().into(),
        login: login(actor),
        at,
    };
    store::insert(&tx, &row, &photo.content).await?;
    let name = &project.body.name;
    let sentence = format!("给项目“{name}”加照片“{caption}”");
    app.audit(
        &tx,
        actor,
        None,
        "photo.add",
        &project.body.number,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(PhotoView::from(&row))
}

/// Media type and bytes of a photo.
///
/// # Errors
/// `not_found`.
pub async fn photo(app: &App, actor: &Actor, id: &str) -> Result<(String, Vec<u8>)> {
    actor.require(READ)?;
    let reader = app.store().reader();
    let missing = || Fault::not_found("照片");
    let id: RowId = id.parse().map_err(|_| missing())?;
    let row = store::get_one(reader, id).await?.ok_or_else(missing)?;
    let county = County::load(app, reader).await?;
    found(&county, Scope::of(actor), &row.project.to_string()).map_err(|_| missing())?;
    let content = store::content(reader, id).await?.ok_or_else(missing)?;
    Ok((row.media_type, content))
}

/// Takes a photo out, for good.
///
/// # Errors
/// `not_found`.
pub async fn remove_photo(app: &App, actor: &Actor, id: &str) -> Result<Vec<PhotoView>> {
    actor.require(WRITE)?;
    let missing = || Fault::not_found("照片");
    let id: RowId = id.parse().map_err(|_| missing())?;
    let tx = app.begin().await?;
    let row = store::get_one(&tx, id).await?.ok_or_else(missing)?;
    let county = County::load(app, &tx).await?;
    let project =
        found(&county, Scope::of(actor), &row.project.to_string()).map_err(|_| missing())?;
    store::remove(&tx, id).await?;
    let left = store::of_project(&tx, project.id).await?;
    let sentence = format!("删去项目“{}”的照片“{}”", project.body.name, row.caption);
    app.audit(
        &tx,
        actor,
        None,
        "photo.remove",
        &project.body.number,
        sentence,
    )
    .await?;
    app.commit(tx).await?;
    Ok(left.iter().map(PhotoView::from).collect())
}
