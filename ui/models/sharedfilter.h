#pragma once

#include "core/client/trafficvalues.h"

#include <QObject>

namespace gw::ui {

// The filter that pages with figures share, as one types it in Traffic. It lasts as long as the window. GUI
// thread.
class SharedFilter final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SharedFilter)

public:
    explicit SharedFilter(QObject *parent = nullptr)
        : QObject(parent)
    {}

    const QString &text() const { return m_text; }
    const std::vector<client::TrafficTerm> &terms() const { return m_terms; }
    bool isActive() const { return !m_terms.empty(); }
    // A text that is wrong changes nothing.
    void setText(const QString &text);
    // One term, with its value quoted where that is needed: "model=" and a name.
    static QString term(const QString &field, const QString &value);

Q_SIGNALS:
    void changed();

private:
    QString m_text;
    std::vector<client::TrafficTerm> m_terms;
};

}   // namespace gw::ui
