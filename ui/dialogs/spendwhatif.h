#pragma once

#include "core/client/spendclient.h"

#include <QDialog>

class QComboBox;
class QVBoxLayout;

namespace gw::ui {

// What the recorded tokens would have cost at another deployment's price. GUI thread; the client must outlive
// it.
class SpendWhatIf final : public QDialog
{
    Q_OBJECT

public:
    struct Part
    {
        QString name;
        QString filter;   // As in Traffic; empty: everything.
    };
    // parts: of whose tokens one may ask, everything first.
    SpendWhatIf(client::SpendClient &client, const QList<Part> &parts, const client::SpendDays &days,
                const QString &span, QWidget *parent = nullptr);
    ~SpendWhatIf() override;

private:
    void ask();
    void show(const client::WhatIf &result);
    void clear();

    client::SpendClient &m_client;
    const client::SpendDays m_days;
    QComboBox *m_part = nullptr;
    QComboBox *m_target = nullptr;
    QVBoxLayout *m_place = nullptr;
    client::Token m_token = 0;
};

}   // namespace gw::ui
