#pragma once

#include "ui/models/livemodel.h"

#include <QAbstractTableModel>

namespace gw::ui {

// What runs now as a table of two columns: who asks for what, and how it goes. GUI thread; the LiveModel must
// outlive it.
class FlightModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { Who, Progress, ColumnCount };

    explicit FlightModel(const LiveModel &live, QObject *parent = nullptr);
    // Takes over what the LiveModel knows; the times run on with nowUs.
    void refresh(std::int64_t nowUs);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QString progress(const Flight &flight) const;

    const LiveModel &m_live;
    QList<Flight> m_rows;
    std::int64_t m_nowUs = 0;
};

}   // namespace gw::ui
