#pragma once

#include "core/client/keysvalues.h"
#include "ui/framework/surfaces.h"

class QGridLayout;
class QPushButton;

namespace gw::ui {

class Badge;
class Label;

// What is chosen on the Keys page: what holds it back line by line, why it was refused, and what can be done.
class HolderCard final : public Card
{
    Q_OBJECT

public:
    explicit HolderCard(QWidget *parent = nullptr);

    // row: as the list has it; its lines follow.
    void showRow(const client::HolderRow &row);
    // Of the row that is shown.
    void showDetail(const client::HolderDetail &detail);
    void showNothing();
    // Why nothing can be changed, for tool tips; empty: it can be.
    void setReadOnly(const QString &reason);

Q_SIGNALS:
    void editAsked();
    void blockAsked();
    void regenerateAsked();
    void deleteAsked();
    void trafficAsked();

private:
    void showLines(const std::vector<client::LimitLine> &lines);
    void showRefusals(const std::vector<client::Refusal> &refusals);

    Label *m_name = nullptr;
    Badge *m_badge = nullptr;
    Label *m_facts = nullptr;
    QWidget *m_both = nullptr;
    QWidget *m_lines = nullptr;
    QWidget *m_refusals = nullptr;
    Label *m_linesTitle = nullptr;
    Label *m_refusalsTitle = nullptr;
    QPushButton *m_edit = nullptr;
    QPushButton *m_block = nullptr;
    QPushButton *m_regenerate = nullptr;
    QPushButton *m_traffic = nullptr;
    QPushButton *m_delete = nullptr;
    client::HolderRow m_row;
    bool m_readOnly = false;
};

}   // namespace gw::ui
