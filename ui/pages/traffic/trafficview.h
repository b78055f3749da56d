#pragma once

#include <QTableView>

namespace gw::ui {

class TrafficModel;

// The list of requests: keys, columns, and rows that stay where they are when others come above them.
class TrafficView final : public QTableView
{
    Q_OBJECT

public:
    explicit TrafficView(TrafficModel &model, QWidget *parent = nullptr);

    // Chooses a row and brings it into view.
    void choose(int row);
    // -1: none.
    int chosenRow() const;

Q_SIGNALS:
    // By the user, with mouse or keys.
    void chosen(int row);
    // Enter, or a click on the chosen row.
    void opened();
    // Escape.
    void closed();
    // "f", "c", and "r" or Shift+R: on another model.
    void followAsked();
    void copyAsked();
    void replayAsked(bool onAnother);
    // Away from the newest row.
    void scrolledAway();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void rowsInserted(const QModelIndex &parent, int start, int end) override;
    void updateGeometries() override;
    void changeEvent(QEvent *event) override;

private:
    void setColumns();
    void tellVisible();
    void move(int by);

    TrafficModel &m_model;
    bool m_quiet = false;   // The scroll bar moves by itself.
};

}   // namespace gw::ui
