using System.Text.Json;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests.Help;

/// <summary>
/// The surface of AWS.Tools.SSOOIDC 5.0: facts of its cmdlets, kept in OfficialParameters.json. Every parameter there binds by
/// property name; what is not mentioned is false or empty. Portal: what binds by
/// property name to the cmdlets of AWS.Tools.SSO besides the common parameters, aliases included.
/// </summary>
internal sealed record OfficialModule(IReadOnlyDictionary<string, OfficialCmdlet> Cmdlets, IReadOnlyList<OfficialParameter> Common, IReadOnlyDictionary<string, IReadOnlyList<string>> Portal)
{
    public static OfficialModule Read() => JsonSerializer.Deserialize<OfficialModule>(
        File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "tests", "SsoOidc.Module.Tests", "OfficialParameters.json")), JsonSerializerOptions.Web)!;
}

internal sealed record OfficialCmdlet(IReadOnlyList<string> Outputs, IReadOnlyList<OfficialParameter> Parameters);

internal sealed record OfficialParameter(
    string Name, string Type, IReadOnlyList<string>? Aliases = null, int? Position = null, bool Mandatory = false, bool ByValue = false, bool AllowsNull = false);
