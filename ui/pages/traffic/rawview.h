#pragma once

#include "core/client/bodyvalues.h"

#include <QWidget>

class QPlainTextEdit;

namespace gw::ui {

class Label;
class Segmented;

// The bodies of a request as they went over the wire, one at a time.
class RawView final : public QWidget
{
    Q_OBJECT

public:
    explicit RawView(client::TrafficBodies bodies, QWidget *parent = nullptr);

private:
    void show(int index);
    QString title(const client::TrafficBody &body) const;
    static QString shownText(const client::TrafficBody &body);
    static QString note(const client::TrafficBody &body);

    const client::TrafficBodies m_bodies;
    Segmented *m_choice = nullptr;
    Label *m_note = nullptr;
    QPlainTextEdit *m_text = nullptr;
};

}   // namespace gw::ui
