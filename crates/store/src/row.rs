//! Reading and writing rows: the few lines every table shares.

use crate::{Connection, Result, StoreError};
use jiff::Timestamp;
use sea_orm::{QueryResult, Statement, TryGetable, Value};
use std::str::FromStr;

/// Runs a statement and answers how many rows it touched.
pub(crate) async fn execute(c: &impl Connection, sql: &str, values: Vec<Value>) -> Result<u64> {
    let statement = Statement::from_sql_and_values(c.get_database_backend(), sql, values);
    Ok(c.execute_raw(statement).await?.rows_affected())
}

/// The first row, if any.
pub(crate) async fn one<T>(
    c: &impl Connection,
    sql: &str,
    values: Vec<Value>,
    read: impl Fn(&QueryResult) -> Result<T>,
) -> Result<Option<T>> {
    let statement = Statement::from_sql_and_values(c.get_database_backend(), sql, values);
    c.query_one_raw(statement)
        .await?
        .as_ref()
        .map(read)
        .transpose()
}

/// Every row.
pub(crate) async fn all<T>(
    c: &impl Connection,
    sql: &str,
    values: Vec<Value>,
    read: impl Fn(&QueryResult) -> Result<T>,
) -> Result<Vec<T>> {
    let statement = Statement::from_sql_and_values(c.get_database_backend(), sql, values);
    c.query_all_raw(statement).await?.iter().map(read).collect()
}

/// Inserts many rows with as few statements as the engines' limits allow.
pub(crate) async fn insert_all(
    c: &impl Connection,
    table: &str,
    columns: &[&str],
    rows: Vec<Vec<Value>>,
) -> Result<()> {
    const PARAMETERS: usize = 900;
    let width = columns.len();
    for chunk in rows.chunks(PARAMETERS / width) {
        let groups: Vec<String> = (0..chunk.len())
            .map(|row| {
                let marks: Vec<String> = (1..=width)
                    .map(|column| format!("${}", row * width + column))
                    .collect();
                format!("({})", marks.join(","))
            })
            .collect();
        let sql = format!(
            "INSERT INTO {table} ({}) VALUES {}",
            columns.join(","),
            groups.join(",")
        );
        execute(c, &sql, chunk.iter().flatten().cloned().collect()).await?;
    }
    Ok(())
}

/// A column's value.
pub(crate) fn get<T: TryGetable>(row: &QueryResult, column: &'static str) -> Result<T> {
    Ok(row.try_get("", column)?)
}

/// A column stored as text and read by `FromStr`.
pub(crate) fn parsed<T: FromStr>(row: &QueryResult, column: &'static str) -> Result<T> {
    get::<String>(row, column)?
        .parse()
        .map_err(|_| StoreError::Unreadable(column))
}

/// An optional column stored as text and read by `FromStr`.
pub(crate) fn maybe_parsed<T: FromStr>(
    row: &QueryResult,
    column: &'static str,
) -> Result<Option<T>> {
    get::<Option<String>>(row, column)?
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| StoreError::Unreadable(column))
}

/// A column that holds an instant.
pub(crate) fn instant(row: &QueryResult, column: &'static str) -> Result<Timestamp> {
    maybe_instant(row, column)?.ok_or(StoreError::Unreadable(column))
}

/// A column that holds JSON.
pub(crate) fn json(row: &QueryResult, column: &'static str) -> Result<serde_json::Value> {
    serde_json::from_str(&get::<String>(row, column)?).map_err(|_| StoreError::Unreadable(column))
}

/// A column that holds a small count.
pub(crate) fn count(row: &QueryResult, column: &'static str) -> Result<u32> {
    u32::try_from(get::<i64>(row, column)?).map_err(|_| StoreError::Unreadable(column))
}

/// An optional small count.
pub(crate) fn maybe_count(row: &QueryResult, column: &'static str) -> Result<Option<u32>> {
    get::<Option<i64>>(row, column)?
        .map(u32::try_from)
        .transpose()
        .map_err(|_| StoreError::Unreadable(column))
}

/// An optional instant.
pub(crate) fn maybe_instant(row: &QueryResult, column: &'static str) -> Result<Option<Timestamp>> {
    get::<Option<i64>>(row, column)?
        .map(|micros| pingyi_core::clock::from_micros(micros).ok_or(StoreError::Unreadable(column)))
        .transpose()
}

/// An instant as stored.
pub(crate) fn micros(instant: Timestamp) -> Value {
    pingyi_core::clock::to_micros(instant).into()
}
