#include "core/databaseclient/databasespend.h"

#include "core/ledger/questions.h"
#include "core/localclient/spendreport.h"
#include "core/localclient/texts.h"
#include "core/sharedledger/rows.h"

#include <QDateTime>

namespace gw::client {

namespace {

using ledger::Dimension;
using postgres::Connection;
using postgres::Parameters;
using postgres::Rows;

constexpr qsizetype kShownHash = 8;

// What one report is made of.
struct Gathered
{
    std::vector<ledger::DayTotals> names;
    std::vector<ledger::DayTotals> all;
    std::map<std::string, std::string> shown;   // Of keys and teams, by id.
};

Result<std::vector<ledger::DayTotals>> series(Connection &connection, Dimension dimension,
                                              const ledger::DayRange &days, const std::string &gateway)
{
    Parameters values{static_cast<int>(dimension), int{days.from}, int{days.to}};
    if (!gateway.empty())
        values.emplace_back(gateway);
    GW_TRY(const Rows rows,
           connection.query("SELECT day, name, " + sharedledger::sumColumns("SUM(", ")") +
                                " FROM portico.rollups WHERE dimension = $1 AND day BETWEEN $2 AND $3" +
                                (gateway.empty() ? "" : " AND gateway = $4") +
                                " GROUP BY day, name ORDER BY day, name",
                            values));
    std::vector<ledger::DayTotals> out;
    for (int row = 0; row < rows.size(); ++row)
        out.push_back({static_cast<ledger::Day>(rows.integer(row, 0)), rows.string(row, 1),
                       sharedledger::readTotals(rows, row, 2)});
    return out;
}

Result<void> readShown(Connection &connection, SpendBy by, Gathered &gathered)
{
    if (by != SpendBy::Key && by != SpendBy::Team)
        return {};
    std::vector<std::string> ids;
    for (const ledger::DayTotals &row : gathered.names)
        ids.push_back(row.name);
    GW_TRY(const Rows rows,
           connection.query(by == SpendBy::Key
                                ? "SELECT id, COALESCE(NULLIF(alias, ''), document ->> 'key_name') FROM "
                                  "portico.keys WHERE id = ANY($1::text[])"
                                : "SELECT id, COALESCE(NULLIF(alias, ''), id) FROM portico.teams WHERE id = "
                                  "ANY($1::text[])",
                            {postgres::arrayOf(ids)}));
    for (int row = 0; row < rows.size(); ++row)
        gathered.shown[rows.string(row, 0)] = rows.string(row, 1);
    return {};
}

}   // namespace

DatabaseSpend::DatabaseSpend(DatabasePost post, std::function<Token()> nextToken, QObject *parent)
    : SpendClient(parent)
    , m_post(std::move(post))
    , m_nextToken(std::move(nextToken))
    , m_box(this)
{}

DatabaseSpend::~DatabaseSpend()
{
    m_box.close();
}

Token DatabaseSpend::requestReport(SpendBy by, const SpendDays &days, SpendOf)
{
    const Token token = m_nextToken();
    const std::int64_t today = QDateTime::currentDateTimeUtc().date().toJulianDay();
    const auto gathered = std::make_shared<Gathered>();
    m_post(
        [=, gateway = m_gateway.toStdString()](Connection &connection) -> Result<void> {
            GW_TRY(gathered->names, series(connection, dimensionOf(by), toLedger(days), gateway));
            GW_TRY(gathered->all,
                   series(connection, Dimension::All, toLedger(reachOf(days, today)), gateway));
            return readShown(connection, by, *gathered);
        },
        [=, this, box = m_box](const Result<void> &done) {
            SpendReport report = reportOf(by, days, today, gathered->all);
            report.of = SpendOf::AllGateways;
            if (!done.ok())
                report.problem = problemOf(done.error());
            box.post([this, token, report = std::move(report), gathered]() mutable {
                putNames(report, ledger::chartsOf(gathered->names, toLedger(report.days)),
                         [&](const std::string &name) {
                             SpendName out = plainName(report.by, name);
                             if (const auto known = gathered->shown.find(name);
                                 known != gathered->shown.end())
                                 out.name = text(known->second);
                             else if (report.by == SpendBy::Key && out.name == QLatin1StringView("open"))
                                 out.name = tr("without a key");
                             else if (report.by == SpendBy::Key && out.name.size() > kShownHash)
                                 out.name = tr("unknown key %1…").arg(out.name.left(kShownHash));
                             return out;
                         });
                Q_EMIT reportReady(token, report);
            });
        });
    return token;
}

QString DatabaseSpend::notHere() const
{
    return tr("Single requests are told by their gateway.");
}

Token DatabaseSpend::requestArithmetic(const QString &, const SpendDays &)
{
    const Token token = m_nextToken();
    m_box.post([this, token] { Q_EMIT arithmeticReady(token, {.problem = notHere()}); });
    return token;
}

Token DatabaseSpend::requestWhatIf(const QString &, const SpendDays &, const QString &)
{
    const Token token = m_nextToken();
    m_box.post([this, token] { Q_EMIT whatIfReady(token, {.problem = notHere()}); });
    return token;
}

}   // namespace gw::client
