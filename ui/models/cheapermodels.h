#pragma once

#include "core/client/modelsvalues.h"
#include "core/events/events.h"

#include <QHash>
#include <QString>

#include <optional>
#include <vector>

namespace gw::ui {

// What each key has paid for since the window is open, and which model could answer for less.
class CheaperModels
{
public:
    void add(const events::ExchangeFinished &event);

    struct Instead
    {
        QString from;   // The public name that the key has paid most for.
        QString to;

        bool operator==(const Instead &) const = default;
    };
    // key: its alias. The dearest of those models that cost at most half as much a token and can all that the
    // one in use can; nothing where there is none, or no price is known.
    std::optional<Instead> of(const QString &key, const std::vector<client::ModelGroup> &groups) const;

private:
    QHash<QString, QHash<QString, std::int64_t>> m_paid;   // 10^-12 USD, by key and model.
};

}   // namespace gw::ui
