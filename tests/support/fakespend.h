#pragma once

#include "core/client/spendclient.h"

#include <QMetaObject>
#include <QStringList>

namespace gw::test {

// Spend that is as a test says; answers by the event loop, unless told not to.
class FakeSpend final : public client::SpendClient
{
    Q_OBJECT

public:
    client::SpendReport report;   // Whatever is asked for gets it, with what was asked in by and days.
    client::SpendArithmetic arithmetic;
    client::WhatIf whatIf;
    std::vector<client::WhatIfTarget> targets;
    QStringList calls;   // "report 0", "arithmetic app:claude", "whatIf app:claude d1".
    std::vector<client::SpendDays> asked;
    bool answers = true;

    bool others = false;

    bool hasOthers() const override { return others; }
    client::Token requestReport(client::SpendBy by, const client::SpendDays &days,
                                client::SpendOf of) override
    {
        calls << QStringLiteral("report %1").arg(int(by)) +
                     QLatin1StringView(of == client::SpendOf::AllGateways ? " of all" : "");
        asked.push_back(days);
        return later([this, by, days, of](client::Token token) {
            client::SpendReport out = report;
            out.by = by;
            out.days = days;
            out.of = of;
            const auto fit = [&days](std::vector<std::int64_t> &amounts) {
                amounts.resize(std::size_t(days.count()));
            };
            fit(out.costByDay);
            for (client::SpendName &name : out.names)
                fit(name.costByDay);
            Q_EMIT reportReady(token, out);
        });
    }
    client::Token requestArithmetic(const QString &filter, const client::SpendDays &days) override
    {
        calls << QStringLiteral("arithmetic %1").arg(filter);
        asked.push_back(days);
        return later([this](client::Token token) { Q_EMIT arithmeticReady(token, arithmetic); });
    }
    client::Token requestWhatIf(const QString &filter, const client::SpendDays &days,
                                const QString &deployment) override
    {
        calls << QStringLiteral("whatIf %1 %2").arg(filter, deployment);
        asked.push_back(days);
        return later([this](client::Token token) { Q_EMIT whatIfReady(token, whatIf); });
    }
    std::vector<client::WhatIfTarget> whatIfTargets() const override { return targets; }
    void cancel(client::Token) override { calls << QStringLiteral("cancel"); }

private:
    template <typename Call>
    client::Token later(Call call)
    {
        // Tokens of all areas differ.
        const client::Token token = ++m_last;
        if (answers)
            QMetaObject::invokeMethod(
                this, [call, token] { call(token); }, Qt::QueuedConnection);
        return token;
    }

    client::Token m_last = 4'000'000;
};

// A month of five programs up to today, with how the first one's cost came about and what it would be
// elsewhere.
void fillSpend(FakeSpend &spend);

}   // namespace gw::test
