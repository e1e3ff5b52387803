using System.Security;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>A common parameter that changes from one piped record to the next makes a new client, and its value reaches the wire.</summary>
public sealed class ChangedSettingTests : IDisposable
{
    /// <summary>What the first record has, what the second, and how the request of the second shows it.</summary>
    private static readonly Dictionary<string, (string First, string Second, string Shown)> Rows = new()
    {
        ["Region"] = ("Region = 'eu-west-1'", "Region = 'us-west-2'", "/us-west-2/sso-oauth/aws4_request"),
        ["EndpointUrl"] = ("EndpointUrl = 'http://one.invalid'", "EndpointUrl = 'http://two.invalid'", "POST http://two.invalid/token"),
        ["ClientConfig"] = ("ClientConfig = @{ ServiceURL = 'http://one.invalid' }", "ClientConfig = @{ ServiceURL = 'http://two.invalid' }", "POST http://two.invalid/token"),
        ["AccessKey"] = ("AccessKey = 'K1'; SecretKey = 's'", "AccessKey = 'K2'; SecretKey = 's'", "Credential=K2/"),
        ["SecretKey"] = ("AccessKey = 'K1'; SecretKey = 's1'", "AccessKey = 'K1'; SecretKey = ' '", "no access key id and secret access key"),
        ["SessionToken"] = ("AccessKey = 'K1'; SecretKey = 's'; SessionToken = 't1'", "AccessKey = 'K1'; SecretKey = 's'; SessionToken = 't2'", "x-amz-security-token: t2"),
        ["ProfileName"] = ("ProfileName = 'a'", "ProfileName = 'b'", "Credential=KB/"),
        ["ProfileLocation"] = ("ProfileName = 'a'", "ProfileName = 'a'; ProfileLocation = $other", "Credential=KO/"),
        ["Credential"] = ("Credential = [pscustomobject]@{ AccessKeyId = 'K1'; SecretAccessKey = 's' }", "Credential = [pscustomobject]@{ AccessKeyId = 'K2'; SecretAccessKey = 's' }", "Credential=K2/"),
        ["UseFipsEndpoint"] = ("", "UseFipsEndpoint = $true", "FIPS and custom endpoint are not supported"),
        ["UseDualStackEndpoint"] = ("", "UseDualStackEndpoint = $true", "Dualstack and custom endpoint are not supported"),
        ["Proxy"] = ("", "Proxy = $second", "second: POST http://one.invalid/token"),
        ["ProxyCredential"] = ("ProxyCredential = [pscredential]::new('u1', $secret)", "ProxyCredential = [pscredential]::new('u2', $secret)", "Proxy-Authorization: Basic dTI6cA=="),
        ["TimeoutSec"] = ("TimeoutSec = 20", "TimeoutSec = 1", " 1 s"),
        ["MaximumRetryCount"] = ("MaximumRetryCount = 1", "MaximumRetryCount = 0", "2 requests"),
    };

    private readonly Wire _wire = new();
    private readonly Wire _second = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("ssooidc-").FullName;

    public static TheoryData<string> Parameters => [.. Rows.Keys];

    public void Dispose()
    {
        _wire.Dispose();
        _second.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Parameters))]
    public async Task A_changed_value_makes_a_new_client_and_reaches_the_wire(string parameter)
    {
        var (first, second, shown) = Rows[parameter];
        using var shell = GivenShell();
        // The first request is answered as it should be; what the second meets is its parameter's matter.
        _wire.StatusOf = (number, head) => parameter switch
        {
            "ProxyCredential" => head.Contains("Proxy-Authorization", StringComparison.Ordinal) ? 200 : 407,
            "TimeoutSec" => number > 1 ? 0 : 200,
            "MaximumRetryCount" => number > 1 ? 503 : 200,
            _ => 200,
        };
        string[] needed = ["ClientId = 'c'", "EndpointUrl = 'http://one.invalid'", "Region = 'eu-west-1'", "Proxy = $first", "ProfileName = 'a'", "ProfileLocation = $files"];

        var run = await shell.RunAsync($"[pscustomobject]@{{ {With(first)} }}, [pscustomobject]@{{ {With(second)} }} | New-SSOOIDCTokenWithIAM -RefreshToken r -Force");

        string[] evidence =
        [
            .. _wire.Heads.Skip(1), .. _second.Heads.Select(head => "second: " + head), .. run.Errors.Select(error => error.Exception.Message), $"{_wire.Heads.Count} requests",
        ];
        Assert.Contains(shown, string.Join('\n', evidence), StringComparison.Ordinal);

        // What a row says itself is not said twice; keys and an object stand for the profile.
        string With(string row) => string.Join("; ", needed
            .Where(member => !$"; {row}".Contains($"; {member.Split(' ')[0]} ", StringComparison.Ordinal))
            .Where(member => !(row.Contains("ClientConfig", StringComparison.Ordinal) && member.StartsWith("EndpointUrl", StringComparison.Ordinal)))
            .Append(row));
    }

    [Fact]
    public async Task Every_common_parameter_has_its_row()
    {
        using var shell = new Shell();

        var declared = (await shell.RunAsync("[Type[]](Get-Command New-SSOOIDCTokenWithIAM).ImplementingType.BaseType.BaseType.BaseType")).Single();

        Assert.Equal(
            ((Type)declared.BaseObject).GetProperties().Where(property => property.DeclaringType!.Name == "ServiceCmdlet" && property.IsDefined(typeof(ParameterAttribute), inherit: true))
                // Taken for compatibility, and without effect.
                .Select(property => property.Name).Except(["NetworkCredential"]).Order(),
            Rows.Keys.Order());
    }

    [Fact]
    public async Task Records_that_change_nothing_share_a_client()
    {
        using var shell = GivenShell();

        var run = await shell.RunAsync("""
            $DebugPreference = 'Continue'
            $record = [pscustomobject]@{ ClientId = 'c'; EndpointUrl = 'http://one.invalid'; Region = 'eu-west-1'; AccessKey = 'K'; SecretKey = 's'; Proxy = $first }
            $record, $record, $record | New-SSOOIDCTokenWithIAM -RefreshToken r -Force -ClientConfig @{ MaxErrorRetry = 0 } -TimeoutSec 20
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(3, _wire.Heads.Count);
        Assert.Single(run.Debug, line => line == "region = eu-west-1 from the parameter Region");
        Assert.Single(run.Debug, line => line == "max_attempts = 1 from MaxErrorRetry of the parameter ClientConfig");
    }

    private Shell GivenShell()
    {
        var shell = new Shell();
        File.WriteAllText(Path.Combine(_folder, "files"), "[a]\naws_access_key_id = KA\naws_secret_access_key = s\n[b]\naws_access_key_id = KB\naws_secret_access_key = s\n");
        File.WriteAllText(Path.Combine(_folder, "other"), "[a]\naws_access_key_id = KO\naws_secret_access_key = s\n");
        var secret = new SecureString();
        secret.AppendChar('p');
        shell.Set("first", _wire.Url);
        shell.Set("second", _second.Url);
        shell.Set("files", Path.Combine(_folder, "files"));
        shell.Set("other", Path.Combine(_folder, "other"));
        shell.Set("secret", secret);
        return shell;
    }
}
