using System.Text.Json;
using SsoOidc.ModuleTests.Hosting;
using SsoOidc.ModuleTests.Sessions;

namespace SsoOidc.ModuleTests.Roles;

/// <summary>Get-SSOOIDCRoleCredential.</summary>
[Collection(nameof(SessionCollection))]
public sealed class RoleCredentialTests
{
    private const string Command = "Get-SSOOIDCRoleCredential 111122223333 ReadOnlyAccess";
    private const string Keys = "[profile keys]\naws_access_key_id = AKIDPROFILE\naws_secret_access_key = profile-secret\nregion = ap-south-1\n";

    [Fact]
    public async Task A_role_gives_its_credentials_with_account_role_and_region()
    {
        await using var home = await LoggedInAsync();

        var credential = (await home.RunAsync(Command)).Single();

        Assert.Equal("SsoOidc.RoleCredential", credential.TypeNames[0]);
        Assert.Equal(
            ("ASIAFAKEROLE11112222", "111122223333", "ReadOnlyAccess", "eu-west-1", "ASIAFAKEROLE11112222"),
            (credential.Get("AccessKeyId"), credential.Get("AccountId"), credential.Get("RoleName"), credential.Get("Region"), credential.ToString()));
        Assert.Equal(40, credential.Text("SecretAccessKey").Length);
        Assert.NotEmpty(credential.Text("SessionToken"));
        Assert.InRange((DateTimeOffset)credential.Get("Expiration")!, DateTimeOffset.UtcNow.AddMinutes(59), DateTimeOffset.UtcNow.AddMinutes(61));
    }

    [Theory]
    [InlineData("AWS_REGION", "$null", "ap-east-1")]
    [InlineData(null, "'af-south-1'", "af-south-1")]
    public async Task The_region_is_that_of_the_shell_if_it_has_one(string? variable, string stored, string expected)
    {
        await using var home = await LoggedInAsync();
        if (variable is not null)
            home.Set(variable, expected);

        Assert.Equal(expected, (await home.RunAsync($"$StoredAWSRegion = {stored}; ({Command}).Region")).Single().BaseObject);
    }

    [Fact]
    public async Task Roles_come_from_the_pipeline_and_one_that_is_refused_leaves_the_others()
    {
        await using var home = await Home.StartAsync(new FakeOptions { Accounts = [.. FakeAccount.Many(3, "R").Select((account, i) => i == 1 ? account with { RefusedRoles = ["R"] } : account)] });
        await home.GivenLoginAsync();

        var run = await home.RunAsync("Get-SSOOIDCRole | Get-SSOOIDCRoleCredential");

        Assert.Equal(["000000000001", "000000000003"], run.Output.Select(credential => credential.Get("AccountId")).Order());
        Assert.Equal("ForbiddenException,SsoOidc.Commands.GetSSOOIDCRoleCredentialCommand", run.Error().FullyQualifiedErrorId);
    }

    [Fact]
    public async Task A_role_that_is_refused_alone_is_a_terminating_typed_error()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync("try { Get-SSOOIDCRoleCredential 111122223333 Nope } catch [SsoOidc.ForbiddenException] { \"$($_.Exception.StatusCode): $_\" }");

        Assert.Equal("Forbidden: The portal refuses the role Nope in the account 111122223333: you have no access.", run.Single().BaseObject);
    }

    [Theory]
    [InlineData("my-account")]
    [InlineData("1234567890123")]
    [InlineData("1111-2222-3333")]
    public async Task What_is_no_account_id_is_refused_before_any_request(string id)
    {
        await using var home = await LoggedInAsync();
        var requests = home.Server.Journal.Count;

        var error = (await home.RunAsync($"Get-SSOOIDCRoleCredential {id} R")).Error();

        Assert.Equal($"-AccountId '{id}' is not an account id: expected 12 digits. Look it up by its name: Get-SSOOIDCAccount -Name '{id}'", error.Exception.Message);
        Assert.Equal("InvalidArgument,SsoOidc.Commands.GetSSOOIDCRoleCredentialCommand", error.FullyQualifiedErrorId);
        Assert.Equal(requests, home.Server.Journal.Count);
    }

    [Fact]
    public async Task A_profile_gives_what_its_source_gives()
    {
        await using var home = await LoggedInAsync();
        home.Config += Keys + "[profile role]\nsso_session = corp\nsso_account_id = 222233334444\nsso_role_name = ReadOnlyAccess\n";

        var run = await home.RunAsync("Get-SSOOIDCRoleCredential -ProfileName keys; Get-SSOOIDCRoleCredential -ProfileName role");

        Assert.Empty(run.Errors);
        Assert.Equal(
            ["AKIDPROFILE|||ap-south-1", "ASIAFAKEROLE22223333|222233334444|ReadOnlyAccess|"],
            run.Output.Select(credential => $"{credential.Get("AccessKeyId")}|{credential.Get("AccountId")}|{credential.Get("RoleName")}|{credential.Get("Region")}"));
    }

    [Fact]
    public async Task It_binds_by_property_name_to_what_other_modules_and_ours_take()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($$"""
            function Get-S3Bucket {
                param(
                    [Parameter(ValueFromPipelineByPropertyName)] [string] $AccessKey, [Parameter(ValueFromPipelineByPropertyName)] [string] $SecretKey,
                    [Parameter(ValueFromPipelineByPropertyName)] [string] $SessionToken, [Parameter(ValueFromPipelineByPropertyName)] [object] $Region,
                    [Parameter(ValueFromPipelineByPropertyName)] [string] $EndpointUrl, [Parameter(ValueFromPipelineByPropertyName)] [string] $ProfileName)
                process { "$AccessKey|$($SecretKey.Length)|$([bool] $SessionToken)|$Region|$EndpointUrl|$ProfileName" }
            }
            {{Command}} | Get-S3Bucket
            """);

        Assert.Equal("ASIAFAKEROLE11112222|40|True|eu-west-1||", run.Single().BaseObject);
    }

    [Theory]
    [InlineData("-Credential $role")]
    [InlineData("-AccessKey $role.AccessKey -SecretKey $role.SecretKey -SessionToken $role.SessionToken")]
    public async Task It_signs(string credential)
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($$"""
            $role = {{Command}}
            New-SSOOIDCTokenWithIAM arn:aws:sso::111122223333:application/ssoins-1/apl-2 -Region us-east-1 -Assertion x {{credential}}
            """);

        // The fake knows one access key: that of the role got as far as to be refused by it.
        Assert.Contains("security token", run.Error().Exception.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Credential=ASIAFAKEROLE11112222/", home.Server.Journal[^1].Headers["Authorization"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_view_masks_what_is_secret_and_so_does_every_stream()
    {
        await using var home = await LoggedInAsync();

        var run = await home.RunAsync($$"""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            $credential = {{Command}}
            "$credential"; $credential.ToString()
            $credential | Out-Default
            $deserialized = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($credential))
            $deserialized | Out-Default
            $deserialized.AccessKey
            """);

        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Verbose);
        Assert.Contains("SecretAccessKey : ", home.Shell.Screen.Text, StringComparison.Ordinal);
        var everything = home.Shell.Screen.Text + string.Join('\n', [.. run.Output.Select(line => $"{line}"), .. run.Verbose, .. run.Debug, .. run.Warnings]);
        Assert.Empty(home.Server.SecretsIn(everything));
    }

    [Fact]
    public async Task For_a_credential_process_it_writes_the_one_object()
    {
        await using var home = await LoggedInAsync();
        home.SetRemaining(TimeSpan.FromHours(-1));

        var run = await home.RunAsync($"$VerbosePreference = $DebugPreference = 'Continue'; {Command} -AsCredentialProcess");

        var json = JsonDocument.Parse(Assert.IsType<string>(run.Single().BaseObject)).RootElement;
        Assert.Equal(["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"], json.EnumerateObject().Select(member => member.Name));
        Assert.Equal(1, json.GetProperty("Version").GetInt32());
        Assert.Equal("ASIAFAKEROLE11112222", json.GetProperty("AccessKeyId").GetString());
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", json.GetProperty("Expiration").GetString());
        Assert.DoesNotContain(run.Verbose, line => line.Contains("GET", StringComparison.Ordinal));
        Assert.Empty(run.Warnings);
        Assert.Empty(run.Information);
        Assert.Contains("CreateToken", home.Operations);
    }

    [Fact]
    public async Task Keys_that_do_not_expire_have_neither_token_nor_end_in_it()
    {
        await using var home = await LoggedInAsync();
        home.Config += Keys;

        Assert.Equal(
            """{"Version":1,"AccessKeyId":"AKIDPROFILE","SecretAccessKey":"profile-secret"}""",
            (await home.RunAsync("Get-SSOOIDCRoleCredential -ProfileName keys -AsCredentialProcess")).Single().BaseObject);
    }

    [Fact]
    public async Task A_credential_process_that_would_ask_itself_is_refused()
    {
        await using var home = await LoggedInAsync();
        home.Config += "[profile loop]\ncredential_process = pwsh -Command Get-SSOOIDCRoleCredential -ProfileName loop -AsCredentialProcess\n";

        var error = (await home.RunAsync("Get-SSOOIDCRoleCredential -ProfileName loop -AsCredentialProcess")).Error();

        Assert.StartsWith("The profile 'loop' has its credentials from a program itself", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_a_shell_that_somebody_is_at_a_credential_process_throws()
    {
        await using var home = await Home.StartAsync();

        Assert.Equal("LoginRequired,SsoOidc.Commands.GetSSOOIDCRoleCredentialCommand", (await home.RunAsync(Command + " -AsCredentialProcess")).Error().FullyQualifiedErrorId);
    }

    private static Task<Home> LoggedInAsync() => ListTests.LoggedInAsync(new FakeOptions().Accounts);
}
