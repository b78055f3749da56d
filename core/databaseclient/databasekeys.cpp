#include "core/databaseclient/databasekeys.h"

#include "core/databaseclient/holderreading.h"

#include <QDateTime>

namespace gw::client {

namespace {

using postgres::Connection;

std::int64_t nowS()
{
    return QDateTime::currentSecsSinceEpoch();
}

}   // namespace

DatabaseKeys::DatabaseKeys(DatabasePost post, std::function<Token()> nextToken, QObject *parent)
    : KeysClient(parent)
    , m_post(std::move(post))
    , m_nextToken(std::move(nextToken))
    , m_box(this)
{}

DatabaseKeys::~DatabaseKeys()
{
    m_box.close();
}

Token DatabaseKeys::requestHolders(const HolderQuery &query)
{
    const Token token = m_nextToken();
    const auto page = std::make_shared<HolderPage>();
    m_post(
        [=](Connection &connection) -> Result<void> {
            GW_TRY(*page, readHolders(connection, query, nowS()));
            return {};
        },
        [=, this, box = m_box](const Result<void> &done) {
            if (!done.ok())
                page->problem = problemOf(done.error());
            box.post([this, token, page] { Q_EMIT holdersReady(token, *page); });
        });
    return token;
}

Token DatabaseKeys::requestHolder(HolderKind kind, const QString &id)
{
    const Token token = m_nextToken();
    const auto detail = std::make_shared<HolderDetail>();
    m_post(
        [=](Connection &connection) -> Result<void> {
            GW_TRY(*detail, readHolder(connection, kind, id, nowS()));
            return {};
        },
        [=, this, box = m_box](const Result<void> &done) {
            const bool gone = !done.ok() && done.error().code == ErrorCode::BadRequest;
            if (!done.ok())
                detail->problem = gone ? tr("It is not there any more.") : problemOf(done.error());
            box.post([this, token, detail] { Q_EMIT holderReady(token, *detail); });
        });
    return token;
}

Token DatabaseKeys::refuse()
{
    const Token token = m_nextToken();
    m_box.post([this, token] {
        Q_EMIT changed(token, {.problem = tr("The database is only read here. Change keys on a gateway.")});
    });
    return token;
}

Token DatabaseKeys::requestBudgets()
{
    const Token token = m_nextToken();
    const auto budgets = std::make_shared<std::vector<BudgetState>>();
    m_post(
        [=](Connection &connection) -> Result<void> {
            GW_TRY(*budgets, readBudgets(connection, nowS()));
            return {};
        },
        [=, this, box = m_box](const Result<void> &) {
            box.post([this, token, budgets] { Q_EMIT budgetsReady(token, *budgets); });
        });
    return token;
}

}   // namespace gw::client
