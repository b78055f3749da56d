#pragma once

#include "core/client/trafficvalues.h"

#include <QWidget>

namespace gw::ui {

class Chip;

// Ready-made filters that go with the typed one, each with the number of its matches.
class TrafficChips final : public QWidget
{
    Q_OBJECT

public:
    explicit TrafficChips(QWidget *parent = nullptr);

    // Of the chips that are on; none: all requests.
    std::vector<client::TrafficTerm> terms() const;
    bool areClear() const;
    void clear();
    // Of the typed filter alone.
    void setSums(const client::TrafficSums &sums);

Q_SIGNALS:
    void changed();

private:
    Chip *add(const QString &name, const QString &explained, const client::TrafficTerm &term,
              std::int64_t client::TrafficSums::*count);
    struct Entry
    {
        Chip *chip = nullptr;
        client::TrafficTerm term;
        std::int64_t client::TrafficSums::*count = nullptr;
    };
    Chip *m_all = nullptr;
    QList<Entry> m_entries;
};

}   // namespace gw::ui
