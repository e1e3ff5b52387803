using System.Reflection;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>The table in docs/errors.md is the table in the code.</summary>
public sealed class ErrorTableTests
{
    private const string NoAction = "The message says it.";

    [Fact]
    public async Task The_table_of_errors_is_the_one_of_the_code()
    {
        using var shell = new Shell();

        var ofCode = (await RowsAsync(shell)).Select(row => string.Join(" | ", ((Type)row.Get("Exception")!).Name, row.Get("When"), row.Get("Id"), row.Get("Category"), row.Get("Action") ?? NoAction));

        Assert.Equal(
            ofCode.Select(row => row.Replace("{given}", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal)),
            MarkdownTable.Read("docs/errors.md", "Exception").Select(row => string.Join(" | ", row)));
    }

    [Fact]
    public async Task Every_exception_has_a_row_and_every_row_can_be_reached()
    {
        using var shell = new Shell();
        var rows = await RowsAsync(shell);
        var core = ((Type)(await shell.RunAsync("[SsoOidc.SsoOidcException]")).Single().BaseObject).Assembly;

        var types = rows.Select(row => (Type)row.Get("Exception")!).ToList();
        foreach (var exception in core.GetExportedTypes().Where(type => type.IsSubclassOf(typeof(Exception))).Append(typeof(ArgumentException)))
            Assert.True(types.Exists(type => type.IsAssignableFrom(exception)), $"{exception.Name} has no row.");
        // After a row of no condition, none of that exception or one that derives from it is reached.
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Text("When").Length == 0)
                Assert.All(types.Skip(i + 1), later => Assert.False(types[i].IsAssignableFrom(later), $"{later.Name} comes after {types[i].Name}."));
        }
    }

    private static async Task<IReadOnlyList<PSObject>> RowsAsync(Shell shell)
    {
        var command = Assert.IsType<CmdletInfo>((await shell.RunAsync("Get-Command New-SSOOIDCToken")).Single().BaseObject, exactMatch: false);
        var table = command.ImplementingType.Assembly.GetType("SsoOidc.Pipeline.ErrorRecords", throwOnError: true)!.GetField("Rows", BindingFlags.Static | BindingFlags.NonPublic)!;
        return [.. ((Array)table.GetValue(null)!).Cast<object>().Select(PSObject.AsPSObject)];
    }
}
