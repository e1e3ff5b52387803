using System.Net;
using System.Net.Sockets;
using System.Text;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>What all cmdlets share: selection, settings, limits, the proxy.</summary>
public sealed class CommonParameterTests
{
    [Theory]
    [InlineData("*", "SsoOidc.ClientRegistration")]
    [InlineData("Region", "eu-west-1")]
    [InlineData("region", "eu-west-1")]
    [InlineData("Metadata.Attempts", "1")]
    [InlineData("^ClientName", "cli")]
    [InlineData("^RegionToCall", "eu-west-1")]
    public async Task Select_chooses_what_comes_out(string select, string expected)
    {
        await using var session = await Session.StartAsync();

        var output = (await session.RunAsync($"Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1 -Select '{select}'")).Single();

        Assert.StartsWith(expected, select == "*" ? output.BaseObject.GetType().FullName : output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Select_of_an_absent_member_gives_nothing_and_of_a_list_its_items()
    {
        await using var session = await Session.StartAsync();

        var absent = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Select TokenEndpoint");
        var items = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -Scope openid, aws -Select ^Scope");

        Assert.Empty(absent.Errors);
        Assert.Empty(absent.Output);
        Assert.Equal(["openid", "aws"], items.Output.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("Nonsense")]
    [InlineData("Metadata.Nonsense")]
    [InlineData("^Nonsense")]
    [InlineData("")]
    public async Task A_wrong_Select_fails_before_the_network_and_lists_what_works(string select)
    {
        await using var session = await Session.StartAsync();

        var error = (await session.RunAsync($"Register-SSOOIDCClient cli -EndpointUrl $url -Select '{select}'")).Error();

        Assert.Equal("InvalidArgument,SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Contains("ClientSecretExpiresAt", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("^ClientName", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task The_values_that_Select_lists_all_work()
    {
        await using var session = await Session.StartAsync();
        var values = session.Shell.Complete("Register-SSOOIDCClient cli -Select ").Select(match => match.ListItemText).ToList();

        Assert.Contains("*", values);
        Assert.Contains("ClientId", values);
        Assert.Contains("^ClientName", values);
        foreach (var value in values)
            Assert.Empty((await session.RunAsync($"Register-SSOOIDCClient cli -EndpointUrl $url -Select '{value}'")).Errors);
    }

    [Fact]
    public async Task The_count_of_retries_is_a_parameter()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InternalServer", Times = 6 });

        await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -MaximumRetryCount 0");
        Assert.Single(session.Journal);

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -MaximumRetryCount 4");
        Assert.Equal(6, session.Journal.Count);
        Assert.Equal(5, PSObject.AsPSObject(PSObject.AsPSObject(run.Error().Exception).Get("Metadata")).Get("Attempts"));
    }

    [Fact]
    public async Task A_time_limit_is_an_error_of_its_own()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Stall });

        var error = (await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url -TimeoutSec 1 -MaximumRetryCount 0")).Error();

        Assert.Equal("RequestTimeout,SsoOidc.Commands.RegisterSSOOIDCClientCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.OperationTimeout, error.CategoryInfo.Category);
        Assert.Equal("SsoOidc.SsoOidcTimeoutException", error.Exception.GetType().FullName);
    }

    [Theory]
    [InlineData("-TimeoutSec -1")]
    [InlineData("-MaximumRetryCount -1")]
    [InlineData("-UseFipsEndpoint")]
    [InlineData("-UseDualStackEndpoint")]
    [InlineData("-ProxyCredential ([pscredential]::Empty)")]
    [InlineData("-Proxy somewhere")]
    [InlineData("-Proxy http://user:word@proxy.example:8080")]
    [InlineData("-ClientConfig @{ Nonsense = 1 }")]
    [InlineData("-ClientConfig @{ MaxErrorRetry = 'many' }")]
    [InlineData("-Credential 5")]
    [InlineData("-ProfileName no-such-profile")]
    public async Task A_setting_that_cannot_be_sends_nothing(string arguments)
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url " + arguments);

        Assert.Single(run.Errors);
        Assert.Empty(run.Output);
        Assert.Empty(session.Journal);
    }

    [Fact]
    public async Task A_client_configuration_gives_settings_that_a_parameter_overrides()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            $config = @{ ServiceURL = $url; RegionEndpoint = [pscustomobject]@{ SystemName = 'eu-west-1' }; MaxErrorRetry = 0 }
            Register-SSOOIDCClient cli -ClientConfig $config
            Register-SSOOIDCClient cli -ClientConfig ([pscustomobject]$config) -Region us-west-2
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(["eu-west-1", "us-west-2"], run.Output.Select(client => client.Get("Region")));
        Assert.Equal(2, session.Journal.Count);
    }

    [Fact]
    public async Task The_session_default_of_the_AWS_modules_is_taken_for_the_region()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Set("StoredAWSRegion", "ap-south-1");

        var run = await session.RunAsync("Register-SSOOIDCClient cli -EndpointUrl $url; Register-SSOOIDCClient cli -EndpointUrl $url -Region eu-west-1");

        Assert.Equal(["ap-south-1", "eu-west-1"], run.Output.Select(client => client.Get("Region")));
    }

    [Fact]
    public async Task A_proxy_gets_the_request()
    {
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        using var shell = new Shell();
        using var running = shell.Start($"Register-SSOOIDCClient cli -EndpointUrl http://oidc.invalid -Proxy http://127.0.0.1:{((IPEndPoint)proxy.LocalEndpoint).Port}");
        using var client = await proxy.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream);

        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n{\"clientId\":\"abc\"}"), TestContext.Current.CancellationToken);
        var run = await running.EndAsync();

        Assert.Equal("POST http://oidc.invalid/client/register HTTP/1.1", first);
        Assert.Equal("abc", run.Single().Get("ClientId"));
    }
}
