using SsoOidc.FakeEndpoint.Http;

namespace SsoOidc.FakeEndpoint.Faults;

internal sealed class FaultQueue
{
    private readonly Lock _gate = new();
    private readonly List<Fault> _faults = [];

    public int Count
    {
        get
        {
            lock (_gate)
                return _faults.Sum(fault => fault.Times);
        }
    }

    public void Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Kind == FaultKind.Error && (fault.Error is null || ErrorKind.Find(fault.Error) is null))
            throw new ArgumentException($"'{fault.Error}' is no modelled error.", nameof(fault));
        ArgumentOutOfRangeException.ThrowIfLessThan(fault.Times, 1);
        lock (_gate)
            _faults.Add(fault);
    }

    /// <summary>Takes the fault for a request: the first that matches and has nothing left to skip.</summary>
    public Fault? Take(string operation)
    {
        lock (_gate)
        {
            var index = _faults.FindIndex(fault => fault.Operation is null || fault.Operation == operation);
            if (index < 0)
                return null;
            var fault = _faults[index];
            if (fault.Skip > 0)
            {
                _faults[index] = fault with { Skip = fault.Skip - 1 };
                return null;
            }
            if (fault.Times > 1)
                _faults[index] = fault with { Times = fault.Times - 1 };
            else
                _faults.RemoveAt(index);
            return fault;
        }
    }

    public void Clear()
    {
        lock (_gate)
            _faults.Clear();
    }
}
