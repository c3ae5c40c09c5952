package dev.gork.testing;

import jakarta.annotation.Resource;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Plain SQL on the console's own database, for tests that come over HTTP: H2's is in the server's process alone. */
@WebServlet("/api/sql")
public class SqlServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Resource(lookup = "java:comp/DefaultDataSource")
    private transient DataSource dataSource;

    /** Runs the statements of the body, which end with a semicolon and a line; says the first column of the last one's first row. */
    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        String sql = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        response.setContentType("text/plain; charset=UTF-8");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            String found = "";
            for (String each : sql.split(";\n")) {
                found = statement.execute(each) ? first(statement.getResultSet()) : "";
            }
            response.getWriter().write(found);
        } catch (SQLException e) {
            throw new ServletException(sql, e);
        }
    }

    private static String first(ResultSet rows) throws SQLException {
        return rows.next() ? String.valueOf(rows.getString(1)) : "";
    }
}
