namespace SsoOidc.ModuleTests.Hosting;

/// <summary>What came out of a script.</summary>
internal sealed record Run
{
    public required PSInvocationState State { get; init; }

    public required IReadOnlyList<PSObject> Output { get; init; }

    public required IReadOnlyList<ErrorRecord> Errors { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    public required IReadOnlyList<string> Verbose { get; init; }

    public required IReadOnlyList<string> Debug { get; init; }

    public required IReadOnlyList<InformationRecord> Information { get; init; }

    public required IReadOnlyList<ProgressRecord> Progress { get; init; }

    /// <summary>The one object of a script that wrote no error.</summary>
    public PSObject Single()
    {
        Assert.Empty(Errors);
        return Assert.Single(Output);
    }

    /// <summary>The one error of a script.</summary>
    public ErrorRecord Error() => Assert.Single(Errors);
}

internal static class PSObjectExtensions
{
    /// <summary>The value of a property that must be there.</summary>
    public static object? Get(this PSObject instance, string property)
    {
        var found = instance.Properties[property];
        Assert.True(found is not null, $"There is no property {property} on {instance.BaseObject.GetType()}.");
        return found.Value is PSObject wrapped ? wrapped.BaseObject : found.Value;
    }

    /// <summary>The text of a property that must be there and be text.</summary>
    public static string Text(this PSObject instance, string property) => Assert.IsType<string>(instance.Get(property));
}
