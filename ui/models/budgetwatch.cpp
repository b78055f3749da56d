#include "ui/models/budgetwatch.h"

#include <QCryptographicHash>
#include <QSettings>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kSteps[] = {100, 80, 50};
constexpr int kWhole = 100;
const QString kGroup = u"budgets"_s;

// Names a budget in the settings; ids may have any character.
QString keyOf(const client::BudgetState &budget)
{
    const QString whole = u"%1/%2/%3"_s.arg(int(budget.level)).arg(budget.id, budget.window);
    return kGroup + u'/' +
           QString::fromLatin1(QCryptographicHash::hash(whole.toUtf8(), QCryptographicHash::Sha1).toHex());
}

}   // namespace

int passedPercent(std::int64_t spentPico, std::int64_t limitPico)
{
    if (limitPico <= 0)
        return 0;
    for (const int step : kSteps) {
        // Without overflow, and exact where it matters: at the whole.
        if (step == kWhole ? spentPico >= limitPico : spentPico / step >= limitPico / kWhole && spentPico > 0)
            return step;
    }
    return 0;
}

BudgetWatch::BudgetWatch(client::KeysClient &client, QSettings &settings, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_settings(settings)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(kEveryMs);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (std::exchange(m_wanted, false))
            look();
    });
    connect(&client, &client::KeysClient::holdersChanged, this, &BudgetWatch::lookSoon);
    connect(&client, &client::KeysClient::budgetsReady, this,
            [this](client::Token token, const std::vector<client::BudgetState> &budgets) {
                if (token == m_token)
                    take(budgets);
            });
    look();
}

void BudgetWatch::lookSoon()
{
    if (m_timer.isActive())
        m_wanted = true;
    else
        look();
}

void BudgetWatch::look()
{
    m_token = m_client.requestBudgets();
    m_timer.start();
}

void BudgetWatch::take(const std::vector<client::BudgetState> &budgets)
{
    for (const client::BudgetState &budget : budgets) {
        const int percent = passedPercent(budget.spentPico, budget.limitPico);
        const QString key = keyOf(budget);
        // "RESET PERCENT": what was told, and of which window.
        const QStringList told = m_settings.value(key).toString().split(u' ');
        const bool sameWindow = told.size() == 2 && told[0].toLongLong() == budget.resetS;
        const int before = sameWindow ? told[1].toInt() : 0;
        if (percent == before)
            continue;
        if (percent == 0)
            m_settings.remove(key);
        else
            m_settings.setValue(key, u"%1 %2"_s.arg(budget.resetS).arg(percent));
        // A budget that was raised has passed less than before: that is no news.
        if (percent > before)
            Q_EMIT passed(budget, percent);
    }
}

}   // namespace gw::ui
