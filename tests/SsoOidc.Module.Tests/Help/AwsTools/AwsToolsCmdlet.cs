namespace SsoOidc.ModuleTests.Help.AwsTools;

/// <summary>
/// The base of stand-ins for cmdlets of AWS.Tools: the common parameters with their aliases and binding, and the demand for credentials as on a
/// machine without AWS keys. The portal that they call is the fake endpoint of <c>$url</c>.
/// </summary>
public abstract class AwsToolsCmdlet : PSCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public object? ClientConfig { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? EndpointUrl { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("RegionToCall")]
    public object? Region { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AK")]
    public string? AccessKey { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("SK", "SecretAccessKey")]
    public string? SecretKey { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("ST")]
    public string? SessionToken { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("StoredCredentials", "AWSProfileName")]
    public string? ProfileName { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("AWSProfilesLocation", "ProfilesLocation")]
    public string? ProfileLocation { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public Amazon.Runtime.AWSCredentials? Credential { get; set; }

    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public PSCredential? NetworkCredential { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? Select { get; set; }

    private protected abstract string Path { get; }

    private protected abstract string? Token { get; }

    protected override void ProcessRecord()
    {
        if (Credential is null && AccessKey is null && ProfileName is null)
            throw new InvalidOperationException("No credentials specified or obtained from persisted/shell defaults.");
        if (Region?.ToString() != "eu-west-1")
            throw new InvalidOperationException($"The region is '{Region}'.");
        if (EndpointUrl is not null)
            throw new InvalidOperationException($"The access token would go to {EndpointUrl}.");
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, GetVariableValue("url") + Path);
        request.Headers.Add("x-amz-sso_bearer_token", Token);
        using var reply = client.Send(request).EnsureSuccessStatusCode();
        using var body = new StreamReader(reply.Content.ReadAsStream());
        WriteObject(Output(body.ReadToEnd()));
    }

    private protected virtual object Output(string body) => body;
}
