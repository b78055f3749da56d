#pragma once

#include "core/client/routingvalues.h"
#include "ui/framework/marks.h"

#include <QList>
#include <QWidget>

namespace gw::ui {

// Where a request would go, top to bottom: each station by mark and word, with its reason below.
class DecisionPath final : public QWidget
{
    Q_OBJECT

public:
    struct Stop
    {
        Mark mark = Mark::Ok;
        QString what;
        QString why;
        bool heading = false;   // Begins another way: the line does not come from above.
    };
    explicit DecisionPath(const QList<Stop> &stops, QWidget *parent = nullptr);

    // The stations of a simulation, in the user's language.
    static QList<Stop> stopsOf(const client::Simulation &simulation);
};

}   // namespace gw::ui
