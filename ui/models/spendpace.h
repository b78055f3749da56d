#pragma once

#include "core/events/events.h"

#include <QHash>
#include <QString>

#include <deque>
#include <optional>

namespace gw::ui {

// Notices a program that suddenly spends much more than it does otherwise: at least a dollar in the last five
// minutes, and five times its mean of five minutes in the hour before. Told once an hour a program, and only
// of programs that have been spending for half an hour.
class SpendPace
{
public:
    struct Sudden
    {
        QString program;
        std::int64_t pico = 0;   // In the last five minutes.
        int times = 0;           // Of the mean.
    };

    std::optional<Sudden> add(const events::ExchangeFinished &event, std::int64_t nowUs);

private:
    struct Cost
    {
        std::int64_t atUs = 0;
        std::int64_t pico = 0;
    };
    struct Program
    {
        std::deque<Cost> costs;   // Of the last hour and five minutes, oldest first.
        std::int64_t sinceUs = 0;
        std::int64_t toldUs = 0;
    };
    QHash<QString, Program> m_programs;
};

}   // namespace gw::ui
