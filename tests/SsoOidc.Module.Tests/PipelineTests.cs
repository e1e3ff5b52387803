using System.Management.Automation.Runspaces;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

public sealed class PipelineTests
{
    [Fact]
    public async Task A_thousand_records_use_one_connection()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("1..1000 | Register-SSOOIDCClient -EndpointUrl $url -Region eu-west-1");

        Assert.Empty(run.Errors);
        Assert.Equal(1000, run.Output.Select(client => client.Text("ClientId")).Distinct().Count());
        Assert.Equal(1000, session.Journal.Count);
        Assert.Single(session.Journal.Select(request => request.ConnectionId).Distinct());
    }

    [Fact]
    public async Task One_pipeline_may_go_to_several_endpoints()
    {
        await using var first = await Session.StartAsync();
        await using var second = await Session.StartAsync();
        first.Shell.Set("other", second.Url);

        var run = await first.RunAsync("""
            $url, $other, $url | ForEach-Object { [pscustomobject]@{ ClientName = 'cli'; EndpointUrl = $_ } } | Register-SSOOIDCClient
            """);

        Assert.Empty(run.Errors);
        Assert.Equal([first.Url, second.Url, first.Url], run.Output.Select(client => client.Get("SsoOidcEndpoint")));
        Assert.Equal(2, first.Journal.Count);
        Assert.Single(second.Journal);
    }

    [Fact]
    public async Task An_error_can_be_caught_for_each_record()
    {
        await using var session = await Session.StartAsync();
        session.Server.AddFault(new Fault { Kind = FaultKind.Error, Error = "InvalidScope", Skip = 1 });

        var run = await session.RunAsync("""
            'one', 'two', 'three' | ForEach-Object { $name = $_; try { $null = Register-SSOOIDCClient $name -EndpointUrl $url; $name } catch { "not $name" } }
            """);

        Assert.Equal(["one", "not two", "three"], run.Output.Select(item => item.ToString()));
    }

    [Fact]
    public async Task Parallel_runspaces_do_not_meet()
    {
        await using var session = await Session.StartAsync();
        session.Shell.Set("manifest", TestEnvironment.Manifest);

        var run = await session.RunAsync("""
            1..8 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:manifest
                $client = Register-SSOOIDCClient "cli$_" -EndpointUrl $using:url -Scope sso:account:access
                $device = $client | Start-SSOOIDCDeviceAuthorization -StartUrl https://example.awsapps.com/start
                $device | New-SSOOIDCToken -Wait 6>$null
            }
            """);

        Assert.Empty(run.Errors);
        Assert.Equal(8, run.Output.Select(token => token.Text("AccessToken")).Distinct().Count());
    }

    [Fact]
    public async Task A_runspace_pool_runs_them_side_by_side()
    {
        await using var session = await Session.StartAsync();
        using var pool = RunspaceFactory.CreateRunspacePool(Shell.WithModule());
        pool.SetMaxRunspaces(4);
        pool.Open();

        var outputs = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            using var shell = PowerShell.Create();
            shell.RunspacePool = pool;
            shell.AddCommand("Register-SSOOIDCClient").AddParameter("ClientName", $"cli{i}").AddParameter("EndpointUrl", session.Url);
            return Assert.Single(await shell.InvokeAsync());
        }));

        Assert.Equal(20, outputs.Select(client => client.Text("ClientId")).Distinct().Count());
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"cli{i}").Order(), session.Journal.Select(request => request.Body["clientName"]).Order());
    }

    [Fact]
    public async Task A_downstream_command_that_has_enough_ends_the_pipeline()
    {
        await using var session = await Session.StartAsync();

        // What Select-Object -First does, which this engine has not: it throws the engine's own stop through WriteObject.
        var run = await session.RunAsync("""
            $taken = foreach ($attempt in 1) { 1..5 | Register-SSOOIDCClient -EndpointUrl $url | ForEach-Object { $_; break } }
            'after'
            """);

        Assert.Empty(run.Errors);
        Assert.Single(session.Journal);
        Assert.Equal("after", Assert.Single(run.Output).BaseObject);
    }

    [Fact]
    public async Task Common_parameters_keep_the_output()
    {
        await using var session = await Session.StartAsync();

        var run = await session.RunAsync("""
            $null = Register-SSOOIDCClient cli -EndpointUrl $url -OutVariable out -PipelineVariable p
            $out[0]
            try { Register-SSOOIDCClient cli -EndpointUrl $url -Scope nonsense -ErrorVariable problem } catch { $problem.Count }
            """);

        Assert.Empty(run.Errors);
        Assert.NotEmpty(run.Output[0].Text("ClientId"));
        Assert.Equal(1, run.Output[1].BaseObject);
    }
}
