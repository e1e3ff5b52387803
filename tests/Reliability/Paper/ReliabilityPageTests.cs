using System.Text.RegularExpressions;
using SsoOidc.Reliability.Faults;

namespace SsoOidc.Reliability.Paper;

/// <summary>Every row of docs/reliability.md names a test that is in the repository, and every fault of the matrix has a row.</summary>
public sealed partial class ReliabilityPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs/reliability.md"));

    [Fact]
    public void Every_row_names_tests_that_exist()
    {
        var tests = Repository.Files("tests", "*Tests.cs").SelectMany(file => Method().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value))
            .Concat(Directory.EnumerateFiles(Repository.PathOf("tests"), "*.Tests.ps1").SelectMany(file => Example().Matches(File.ReadAllText(file)).Select(m => m.Groups[1].Value)))
            .ToHashSet();
        var rows = Rows().ToList();

        Assert.InRange(rows.Count, 50, 200);
        foreach (var row in rows)
        {
            var named = Quoted().Matches(row[^1]).Select(m => m.Groups[1].Value).ToList();
            Assert.True(named.Count > 0, "No test: " + string.Join("|", row));
            Assert.All(named, name => Assert.True(tests.Contains(name), "There is no test " + name));
        }
    }

    [Fact]
    public void Every_fault_of_the_matrix_has_its_row_with_what_is_expected_of_it()
    {
        var rows = Rows().ToDictionary(row => row[0]);

        foreach (var fault in FaultCase.All)
        {
            var expected = fault.Error is null ? "success" : $"`{fault.Error.Name}`";
            var again = fault.Again switch { Again.Never => "1", Again.Always => "3", _ => "3, single-use grant 1" };
            Assert.True(rows.TryGetValue(fault.Name, out var row), "No row for " + fault.Name);
            Assert.Equal([fault.Name, expected, again], row.Take(3));
        }
    }

    private static IEnumerable<string[]> Rows() => Page.Split('\n')
        .Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| Fault", StringComparison.Ordinal) && !line.StartsWith("| What", StringComparison.Ordinal) && !line.StartsWith("| Calls", StringComparison.Ordinal))
        .Select(line => line.Trim('|', ' ').Split(" | "));

    [GeneratedRegex(@"public (?:async Task|void|Task) (\w+)\(")]
    private static partial Regex Method();

    [GeneratedRegex(@"\bIt '([^']+)'")]
    private static partial Regex Example();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();
}
