using System.Reflection;
using System.Runtime.CompilerServices;
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
        var command = Assert.IsType<CmdletInfo>((await shell.RunAsync("Get-Command New-SSOOIDCToken")).Single().BaseObject, exactMatch: false);
        var describe = command.ImplementingType.Assembly.GetType("SsoOidc.Pipeline.ErrorRecords", throwOnError: true)!
            .GetMethod("Describe", BindingFlags.Static | BindingFlags.NonPublic)!;

        var ofCode = (await ExceptionsAsync(shell)).Select(item =>
        {
            var (id, category, action) = ((string, ErrorCategory, string?))describe.Invoke(null, [item.Exception])!;
            return $"{item.Name} | {id} | {category} | {action ?? NoAction}";
        });

        Assert.Equal(ofCode.Order(), MarkdownTable.Read("docs/errors.md", "Exception").Select(row => string.Join(" | ", row)).Order());
    }

    private static async Task<IEnumerable<(string Name, Exception Exception)>> ExceptionsAsync(Shell shell)
    {
        var core = ((Type)(await shell.RunAsync("[SsoOidc.SsoOidcException]")).Single().BaseObject).Assembly;
        var login = core.GetType("SsoOidc.SsoOidcLoginException", throwOnError: true)!;
        var failure = core.GetType("SsoOidc.LoginFailure", throwOnError: true)!;
        return core.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Exception)) && type != login)
            .Append(typeof(ArgumentException))
            .Select(type => (type.Name, (Exception)RuntimeHelpers.GetUninitializedObject(type)))
            .Concat(Enum.GetValues(failure).Cast<object>().Select(kind => ($"{login.Name}, {kind}", (Exception)Activator.CreateInstance(login, kind, "message", null)!)));
    }
}
