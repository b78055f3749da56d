#pragma once

#include "tests/core/ledger/ledgersupport.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>
#include <QVariant>

// Large ledgers for tests of speed, made by one statement instead of record by record.
namespace gw::ledger::test {

inline constexpr std::int64_t kBulkStepUs = 300'000;   // Between two requests.

// Puts count requests into a folder, the newest at newestUs, one every kBulkStepUs. Every 50th fails with
// 429, every 1000th was retried once, every 10,007th went to "rare-model", every 7th streamed.
inline bool makeBulkLedger(const QString &folder, std::int64_t count, std::int64_t newestUs)
{
    {
        // Schema and names, by the ledger's own writer.
        Ledger ledger(Ledger::Options{folder.toStdString(), 1, "g"});
        if (!ledger.start().ok())
            return false;
        for (std::uint64_t i = 0; i < 4; ++i) {
            OpenRecord open = openRecord(i, newestUs - (count + 10) * kBulkStepUs);
            open.upstreamModel = i == 3 ? "rare-model" : open.upstreamModel;
            open.client = i % 2 == 0 ? "claude-cli/2.0" : "codex/1.4";
            CloseRecord close = closeRecord(open);
            close.error = i == 3 ? "rate_limit_error" : "";
            ledger.journal(0).open(open);
            ledger.journal(0).close(close);
        }
        ledger.stop();
    }
    const QString connection = QStringLiteral("bulk-ledger");
    bool ok = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connection);
        database.setDatabaseName(folder + QStringLiteral("/ledger.db"));
        ok = database.open();
        QSqlQuery query(database);
        query.exec(QStringLiteral("PRAGMA synchronous=OFF"));
        const auto name = [&](const char *text) -> qlonglong {
            query.exec(QStringLiteral("SELECT id FROM names WHERE text = '%1'").arg(QLatin1String(text)));
            return query.next() ? query.value(0).toLongLong() : -1;
        };
        QString sql =
            QStringLiteral(
                "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < %1), "
                "t(i, us) AS (SELECT i, %2 - (%1 - 1 - i) * %3 FROM n) "
                "INSERT INTO attempts SELECT (us / 1000) << 16 | 0x7000 | (i & 0xfff), i, i % 1000 = 999, "
                "us, "
                "us + 900000 + i % 7000 * 1000, 900000 + i % 7000 * 1000, 200000 + i % 900 * 1000, 400, 0, "
                "CASE WHEN i % 50 = 49 THEN 2 ELSE 0 END, i % 7 = 0, CASE WHEN i % 50 = 49 THEN 429 ELSE 200 "
                "END, 200, "
                "@route, @fast, @fast, @d1, @openai, CASE WHEN i % 10007 = 10006 THEN @rare WHEN i % 2 THEN "
                "@gpt5 "
                "ELSE @gpt4o END, @key0, @alias, @user, @team, @none, CASE WHEN i % 3 THEN @claude ELSE "
                "@codex END, "
                "@tags, @s1, @version, 1000 + i % 40000, i % 1000, -1, -1, -1, -1, 20 + i % 2000, -1, -1, "
                "-1, -1, -1, "
                "-1, 1000000000 + i, 0, 2500000, 10000000, 250000, -1, 100, 700, NULL, NULL, "
                "'chatcmpl-' || i, i * 2654435761, CASE WHEN i % 50 = 49 THEN 'rate_limit_error' END, "
                "NULL, NULL, NULL, NULL, NULL FROM t")
                .arg(count)
                .arg(newestUs)
                .arg(kBulkStepUs);
        const std::pair<const char *, const char *> names[] = {{"@route", "/v1/chat/completions"},
                                                               {"@fast", "fast"},
                                                               {"@d1", "d1"},
                                                               {"@openai", "openai"},
                                                               {"@rare", "rare-model"},
                                                               {"@gpt5", "gpt-5"},
                                                               {"@gpt4o", "gpt-4o"},
                                                               {"@key0", "key0"},
                                                               {"@alias", "alias"},
                                                               {"@user", "user"},
                                                               {"@team", "team"},
                                                               {"@none", ""},
                                                               {"@claude", "claude-cli/2.0"},
                                                               {"@codex", "codex/1.4"},
                                                               {"@tags", "b"},
                                                               {"@s1", "s1"},
                                                               {"@version", "2026-11-21"}};
        for (const auto &[place, text] : names) {
            const QString id = QString::number(name(text));
            const QString wanted = QLatin1String(place);
            sql.replace(wanted, id);
        }
        ok =
            ok && database.transaction() && query.exec(sql) &&
            query.exec(QStringLiteral(
                "INSERT INTO attempts SELECT id_high, id_low, 0, started_us, ended_us, 100000, -1, 300, 2, "
                "2, flags, "
                "503, 503, route_id, requested_id, group_id, deployment_id, provider_id, model_id, key_id, "
                "alias_id, user_id, team_id, end_user_id, client_id, tags_id, session_id, version_id, 0, -1, "
                "-1, -1, -1, -1, 0, -1, -1, -1, -1, -1, -1, 0, 0, -1, -1, -1, -1, 100, 700, NULL, NULL, "
                "NULL, "
                "NULL, 'server_error', NULL, NULL, NULL, NULL, NULL FROM attempts WHERE attempt = 1")) &&
            database.commit();
        if (!ok)
            qWarning("%s", qPrintable(query.lastError().text()));
        database.close();
    }
    QSqlDatabase::removeDatabase(connection);
    return ok;
}

}   // namespace gw::ledger::test
