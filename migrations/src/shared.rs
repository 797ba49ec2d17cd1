//! What several steps have in common.

use sea_orm_migration::prelude::*;

#[derive(DeriveIden)]
enum Users {
    Table,
    Id,
}

/// A column that names a person, whose rows go with them.
pub(crate) fn of_user<T: Iden + 'static, C: Iden + 'static>(
    name: &str,
    table: T,
    column: C,
) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .name(name)
        .from(table, column)
        .to(Users::Table, Users::Id)
        .on_delete(ForeignKeyAction::Cascade)
        .to_owned()
}

/// An index on one column.
pub(crate) fn index(
    name: &str,
    table: impl IntoIden + 'static,
    column: impl IntoIden + 'static,
) -> IndexCreateStatement {
    Index::create().name(name).table(table).col(column).to_owned()
}

/// Adds a column.
pub(crate) async fn add(
    manager: &SchemaManager<'_>,
    table: impl IntoTableRef + Send,
    column: &mut ColumnDef,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column.take()).to_owned()).await
}

/// Removes a column.
pub(crate) async fn drop(
    manager: &SchemaManager<'_>,
    table: impl IntoTableRef + Send,
    column: impl IntoIden + Send,
) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await
}
